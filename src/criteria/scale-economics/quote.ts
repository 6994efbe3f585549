import { endOfDay } from '../../domain/dates.ts';
import { type Finding, met, notApplicable, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { plain } from '../shared/metrics/figures.ts';
import { existingPath } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** Whether the vendor's price and term at the target volume are on file. */
export function judgeQuote(economics: Located<Economics>, pilot: Located<Pilot>, tree: Tree, now: number): Finding[] {
  const { vendorQuote, volumes = [], costs = [], currency } = economics.value;
  if (vendorQuote === undefined) {
    const isLicensed = costs.some((cost) => cost.class === 'licenses' && cost.amount > 0);
    return pilot.value.vendor === false && !isLicensed
      ? [notApplicable(messages.noVendor(), pilot.at('vendor'))]
      : [unmet(messages.noVendorQuote(), economics.at('vendorQuote'))];
  }
  const { file, volume, price = 0, term, until } = vendorQuote;
  const at = (key: string): Place => economics.at('vendorQuote', key);
  const findings = existingPath(tree, file, { what: 'The vendor quote', place: at('file') });
  if (price === 0) findings.push(unmet(messages.noQuotedPrice(), at('price')));
  if (term === undefined) findings.push(unmet(messages.noQuotedTerm(), at('term')));
  const target = volumes.find(({ name }) => name === 'target')?.units;
  if (target === undefined)
    findings.push(unmet(messages.noVolumeToQuote(), economics.at('volumes'), { cause: 'no-target-volume' }));
  else if (volume < target)
    findings.push(unmet(messages.quoteTooSmall({ volume: plain(volume), target: plain(target) }), at('volume')));
  const end = until === undefined ? undefined : endOfDay(until);
  if (until !== undefined && end !== undefined && end <= now)
    findings.push(unmet(messages.quoteExpired({ until }), at('until')));
  if (findings.length > 0) return findings;
  const words = { price: plain(price), currency, volume: plain(volume), term: term ?? '' };
  return [met(messages.quoteOnFile(words), economics.at('vendorQuote'), end === undefined ? {} : { until: end })];
}
