import { NotVerifiedError } from '../../domain/errors.ts';
import { type Observation, type ResolvableBy, seen, unavailable } from '../../domain/observation.ts';

/** GitHub could not be looked at. `message` is shown as written; `status` is the HTTP answer, where there was one. */
export class GitHubUnavailableError extends NotVerifiedError {
  readonly status: number | undefined;
  constructor(message: string, resolvableBy: ResolvableBy, status?: number) {
    super(message, resolvableBy);
    this.status = status;
  }
}

/** True for answers that may mean "there is no such thing": only its caller knows whether they can be taken so. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof GitHubUnavailableError && (error.status === 404 || error.status === 410 || error.status === 422)
  );
}

/** What a look at GitHub gave; only a `NotVerifiedError` becomes `unavailable`, a fault of ours is thrown on. */
export async function observed<T>(look: () => Promise<T>, path = ''): Promise<Observation<T>> {
  try {
    return seen(await look(), { path });
  } catch (error) {
    if (error instanceof NotVerifiedError) return unavailable(error.message, error.resolvableBy);
    throw error;
  }
}
