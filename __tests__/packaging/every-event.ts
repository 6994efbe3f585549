import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readEvent } from '../../src/app/events.ts';

/** The library that receives webhooks knows all their names. */
const LIBRARY = readFileSync(
  resolve(import.meta.dirname, '../../node_modules/@octokit/webhooks/dist-bundle/index.js'),
  'utf8',
);

/** Told to every App, without a subscription. */
export const AUTOMATIC = new Set([
  'installation',
  'installation_repositories',
  'installation_target',
  'github_app_authorization',
]);

/** Every event that GitHub knows, from the library that receives them. */
export function everyEvent(): string[] {
  const list = LIBRARY.slice(
    LIBRARY.indexOf('emitterEventNames = ['),
    LIBRARY.indexOf('];', LIBRARY.indexOf('emitterEventNames = [')),
  );
  const names = [...list.matchAll(/"([a-z_]+)(?:\.[a-z_]+)?"/g)].map(([, name = '']) => name);
  return [...new Set(names)];
}

/** Whether some payload of the event makes the App do something: whatever it could look for is there. */
export function makesTheAppAct(event: string): boolean {
  const actions = [...LIBRARY.matchAll(new RegExp(`"${event}\\.([a-z_]+)"`, 'g'))].map(([, action]) => action);
  const appId = 7;
  return [undefined, ...actions].some((action) =>
    [appId, 8].some((ours) => {
      const app = { id: ours };
      const payload = {
        action,
        ref: 'refs/heads/main',
        repository: { full_name: 'acme/triage', default_branch: 'main', owner: { login: 'acme' } },
        organization: { login: 'acme' },
        installation: { id: 3 },
        sender: { login: 'dana', type: 'User' },
        pull_request: { number: 5, state: 'open', head: { sha: 'a'.repeat(40) }, base: { ref: 'main' } },
        review: { body: '/readiness', user: { login: 'dana', type: 'User' } },
        issue: { number: 5, pull_request: {}, state: 'closed' },
        comment: { id: 1, body: '/readiness', user: { login: 'dana', type: 'User' } },
        check_run: { app, head_sha: 'a'.repeat(40), status: 'completed' },
        check_suite: { app, head_sha: 'a'.repeat(40), status: 'completed' },
        merge_group: {
          head_ref: `refs/heads/gh-readonly-queue/main/pr-5-${'b'.repeat(40)}`,
          base_ref: 'refs/heads/main',
          head_sha: 'a'.repeat(40),
        },
      };
      const { routes, news } = readEvent(event, payload, appId);
      return routes.length > 0 || news.length > 0;
    }),
  );
}
