import { endOfDay } from '../../domain/dates.ts';
import { type Finding, met, notApplicable, unmet } from '../../domain/finding.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Economics } from '../../evidence/schema/economics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { plain } from '../shared/metrics/figures.ts';

/** Whether the vendor's price and term at the target volume are on file. */
export function judgeQuote(economics: Located<Economics>, pilot: Located<Pilot>, tree: Tree, now: number): Finding[] {
  const { vendorQuote, volumes = [], costs = [], currency } = economics.value;
  const place = economics.at('vendorQuote');
  if (vendorQuote === undefined) {
    const licensed = costs.some((cost) => cost.class === 'licenses' && cost.amount > 0);
    if (pilot.value.vendor === false && !licensed)
      return [notApplicable('The pilot declares no vendor and buys no license', pilot.at('vendor'))];
    return [
      unmet("No vendor's price for the target volume is on file", place, {
        remedy:
          'Add vendor-quote to readiness/economics.yaml: file (the quote), volume, price, term and until; without any vendor, say vendor: false in readiness/pilot.yaml.',
      }),
    ];
  }
  const { file, volume, price, term, until } = vendorQuote;
  const findings: Finding[] = [];
  const lacks = (key: string, says: string, remedy: string): void => {
    findings.push(unmet(says, economics.at('vendorQuote', key), { remedy }));
  };
  const missingPeople = fileProblem(tree, file);
  if (missingPeople)
    lacks('file', `The vendor's quote, ${file}, ${missingPeople}`, 'Commit the quote, or name the file that holds it.');
  if (price === undefined || price === 0)
    lacks(
      'price',
      "The vendor's price at the target volume is not stated",
      'Add price: what the quote asks for a year.',
    );
  if (term === undefined)
    lacks('term', 'How long the vendor is bound to the price is not stated', 'Add term, such as 24 months.');
  const target = volumes.find(({ name }) => name === 'target')?.units;
  if (target === undefined)
    findings.push(
      unmet('No target volume is stated that the quote could be for', economics.at('volumes'), {
        remedy: 'Add the volume target under volumes.',
        cause: 'no-target-volume',
      }),
    );
  else if (volume < target)
    lacks(
      'volume',
      `The quote is for ${plain(volume)} cases a year, the target is ${plain(target)}`,
      'Ask the vendor for a price at the target volume.',
    );
  const end = until === undefined ? undefined : endOfDay(until);
  if (end !== undefined && end <= now) lacks('until', `The quote ended on ${until}`, 'Ask the vendor for a new quote.');
  if (findings.length > 0) return findings;
  return [
    met(
      `The vendor asks ${plain(price ?? 0)} ${currency} a year for ${plain(volume)} cases, for ${term}`,
      place,
      end === undefined ? {} : { until: end },
    ),
  ];
}
