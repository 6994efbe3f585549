import { NotVerifiedError } from '../../domain/errors.ts';
import { type Observation, type ResolvableBy, seen, unavailable } from '../../domain/observation.ts';

/**
 * Something could not be read from GitHub. `message` is shown to users; `status` is the HTTP status, if there was a
 * response.
 */
export class GitHubUnavailableError extends NotVerifiedError {
  override name = 'GitHubUnavailableError';
  readonly status: number | undefined;
  constructor(message: string, resolvableBy: ResolvableBy, status?: number) {
    super(message, resolvableBy);
    this.status = status;
  }
}

/** Whether the response may mean that the object does not exist. The caller must decide whether access was possible. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof GitHubUnavailableError && (error.status === 404 || error.status === 410 || error.status === 422)
  );
}

/**
 * Turns the result of a read into an observation. A NotVerifiedError becomes `unavailable`; other errors are rethrown.
 */
export async function observed<T>(observe: () => Promise<T>, path = ''): Promise<Observation<T>> {
  try {
    return seen(await observe(), { path });
  } catch (error) {
    if (error instanceof NotVerifiedError) return unavailable(error.message, error.resolvableBy);
    throw error;
  }
}
