import { addDays, day, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, stale, unmet } from '../../domain/finding.ts';
import { isPlaceholderFile, type Tree } from '../../domain/tree.ts';
import type { FileHistory } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';

/** Whether people sign in through the organization's provider, and only there; a test of it has a date that still counts. */
export function judgeSignIn(integration: Located<Integration>, tree: Tree, withinDays: number, now: number): Finding[] {
  const { signIn } = integration.value;
  if (signIn === undefined)
    return [
      unmet('Nothing says how people sign in', integration.at('signIn'), {
        remedy:
          'Add sign-in to readiness/integration.yaml: provider, config (path), tested-on, local-accounts: false, shared-keys: false.',
      }),
    ];
  const { provider, config, testedOn, localAccounts, sharedKeys } = signIn;
  const found: Finding[] = [];
  const say = (problem: string, key: string, remedy: string): void => {
    found.push(unmet(problem, integration.at('signIn', key), { remedy }));
  };
  if (isBlankText(provider))
    say(`The sign-in provider, ${quote(provider)}, names nobody`, 'provider', 'Name the identity provider.');
  const notThere = isPlaceholderFile(tree, config);
  if (notThere !== undefined)
    say(
      `The sign-in configuration ${quote(config, 90)} ${notThere}`,
      'config',
      'Commit the configuration that connects the provider, or correct the path.',
    );
  if (localAccounts) say('Local accounts exist beside the provider', 'localAccounts', 'Remove the local accounts.');
  if (sharedKeys) say('A shared key opens the service', 'sharedKeys', 'Give each person or service its own identity.');
  const tested = parseInstant(testedOn) ?? 0;
  if (tested > now)
    say(`The sign-in was tested on ${testedOn}, which has not come yet`, 'testedOn', 'Write the day it was tested.');
  if (found.length > 0) return found;
  const until = addDays(endOfDay(testedOn) ?? 0, withinDays);
  if (now >= until)
    return [
      stale(
        `The sign-in was tested ${daysBetween(tested, now)} days ago (${testedOn}); ${withinDays} at most`,
        integration.at('signIn', 'testedOn'),
        { remedy: 'Sign in once as a normal user and once as a stranger, then write today as tested-on.' },
      ),
    ];
  return [
    met(
      `People sign in through ${provider}, tested on ${testedOn}; no local accounts or shared keys, as declared`,
      [integration.at('signIn'), { path: config }],
      { until },
    ),
  ];
}

/** A configuration that changed after the test was not tested. */
export function changedSinceSignInTest(integration: Located<Integration>, history: FileHistory[]): Finding | undefined {
  const { config = '', testedOn = '' } = integration.value.signIn ?? {};
  const versions = history.flatMap((one) => one.versions);
  const moments = versions.flatMap((one) => parseInstant(one.declaredAt) ?? []);
  const place = integration.at('signIn', 'testedOn');
  if (moments.length === 0) return unmet(`${config} is not committed yet`, place, { remedy: `Commit ${config}.` });
  const newest = Math.max(...moments);
  if (newest < (endOfDay(testedOn) ?? 0)) return undefined;
  return stale(
    `${config} changed on ${day(newest)}, after the sign-in was tested (${testedOn})`,
    [place, { path: config }],
    {
      remedy: 'Test the sign-in as it is now and write today as tested-on.',
    },
  );
}
