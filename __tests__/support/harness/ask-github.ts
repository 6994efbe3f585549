import type { Observation } from '../../../src/domain/observation.ts';
import { type FactAnswer, type FactKind, type FactRequest, factKey } from '../../../src/engine/fact-requests.ts';
import type { FactSource } from '../../../src/engine/ports.ts';
import { type ConnectOptions, connect, type GitHubAccess } from '../../../src/github/index.ts';
import { BASE, type FakeGitHub } from './fake-github.ts';

export const TOKEN = 'ghs_secret-of-the-test';
export const NAME = { owner: 'acme', repo: 'pilot' };

export function access(fake: FakeGitHub, options: Partial<ConnectOptions> = {}): GitHubAccess & { waits: number[] } {
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  const made = connect({
    token: TOKEN,
    baseUrl: BASE,
    serverUrl: 'https://github.example',
    fetch: fake.fetch,
    sleep,
    ...options,
  });
  return Object.assign(made, { waits });
}

export async function put<K extends FactKind>(
  facts: FactSource,
  request: FactRequest<K>,
): Promise<Observation<FactAnswer<K>>> {
  const answer = (await facts.answer([request as FactRequest])).get(factKey(request as FactRequest));
  if (answer === undefined) throw new Error(`no answer to ${request.kind}`);
  return answer as Observation<FactAnswer<K>>;
}

export async function known<K extends FactKind>(facts: FactSource, request: FactRequest<K>): Promise<FactAnswer<K>> {
  const answer = await put(facts, request);
  if (answer.state !== 'seen') throw new Error(JSON.stringify(answer));
  return answer.value;
}

export async function whyNot(
  facts: FactSource,
  request: FactRequest,
): Promise<{ reason: string; resolvableBy: string }> {
  const answer = await put(facts, request);
  if (answer.state !== 'unavailable') throw new Error(`answered: ${JSON.stringify(answer)}`);
  return { reason: answer.reason, resolvableBy: answer.resolvableBy };
}
