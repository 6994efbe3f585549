import type { Fault, ResolvableBy } from './observation.ts';

/** A person can fix this. `message` is shown as written; `remedy` says what to do next. Exit code 3. */
export class UserError extends Error {
  override name = 'UserError';
  readonly remedy: string;
  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** The policy cannot be used; every fault has its place. Conclusion `action_required`, exit code 3. */
export class PolicyError extends Error {
  override name = 'PolicyError';
  readonly faults: Fault[];
  constructor(faults: Fault[]) {
    super(`the policy has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`);
    this.faults = faults;
  }
}

/** A read failed: rate limit, outage, unreadable repository. It may be retried and never counts as a pass. */
export class UnavailableError extends Error {
  override name = 'UnavailableError';
}

/** A fact could not be read, and who could resolve that. `message` is shown as written. */
export class NotVerifiedError extends UnavailableError {
  override name = 'NotVerifiedError';
  readonly resolvableBy: ResolvableBy;
  constructor(message: string, resolvableBy: ResolvableBy) {
    super(message);
    this.resolvableBy = resolvableBy;
  }
}
