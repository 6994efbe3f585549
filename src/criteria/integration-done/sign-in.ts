import { day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { FileHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import { dated, existingPath, filled, validUntil } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** Whether people sign in only through the organization's identity provider, and that was tested recently. */
export function judgeSignIn(integration: Located<Integration>, tree: Tree, withinDays: number, now: number): Finding[] {
  const { signIn } = integration.value;
  if (signIn === undefined) return [unmet(messages.noSignIn(), integration.at('signIn'))];
  const { provider, config, testedOn, localAccounts, sharedKeys } = signIn;
  const at = (key: string): Place => integration.at('signIn', key);
  const found = [
    ...filled(provider, { what: 'The sign-in provider', place: at('provider') }),
    ...existingPath(tree, config, { what: 'The sign-in configuration', place: at('config') }),
    ...(localAccounts ? [unmet(messages.localAccounts(), at('localAccounts'))] : []),
    ...(sharedKeys ? [unmet(messages.sharedKeys(), at('sharedKeys'))] : []),
    ...dated(testedOn, now, { what: 'The sign-in test', place: at('testedOn') }),
  ];
  if (found.length > 0) return found;
  const old = dated(testedOn, now, { what: 'The sign-in test', place: at('testedOn') }, withinDays);
  if (old.length > 0) return old;
  return [
    met(messages.signInTested({ provider, testedOn }), [integration.at('signIn'), { path: config }], {
      until: validUntil(testedOn, withinDays),
    }),
  ];
}

/** A configuration that changed after the test has not been tested. */
export function signInObjections(integration: Located<Integration>, history: FileHistory[]): Finding[] {
  const { config = '', testedOn = '' } = integration.value.signIn ?? {};
  const versions = history.flatMap((one) => one.versions);
  const moments = versions.flatMap((one) => parseInstant(one.declaredAt) ?? []);
  const place = integration.at('signIn', 'testedOn');
  if (moments.length === 0) return [unmet(messages.signInNotCommitted({ config }), place)];
  const newest = Math.max(...moments);
  if (newest < (endOfDay(testedOn) ?? 0)) return [];
  return [stale(messages.signInChanged({ config, changedOn: day(newest), testedOn }), [place, { path: config }])];
}
