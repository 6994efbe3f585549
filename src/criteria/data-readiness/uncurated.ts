import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import { columnNamed, type Table } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { openTable } from '../shared/tables/named-rows.ts';
import { messages } from './messages.ts';
import { isBelow, passRate, percent } from './quality-rate.ts';

type UncuratedProof = NonNullable<DataSources['uncuratedProof']>;
type Open = (key: keyof UncuratedProof, statement: Statement) => Finding;

const SHA256 = /^[0-9a-f]{64}$/i;
/** Declared pass rates are rounded to percent. */
const MAX_RATE_DIFFERENCE = 0.005;

/** Whether the pilot was tried on uncurated data: enough cases, not selected by hand, and not those it was built with. */
export function judgeUncurated(
  sources: Located<DataSources>,
  files: Named,
  { minN, target }: { minN: number; target: number | undefined },
  now: number,
): Finding[] {
  const proof = sources.value.uncuratedProof;
  const at = (key: keyof UncuratedProof): Place => sources.at('uncuratedProof', key);
  if (proof === undefined) return [unmet(messages.noUncuratedProof(), sources.at('uncuratedProof'))];
  if (proof.file === undefined) return [unmet(messages.casesNotKept(), at('file'))];
  const look = openTable('The cases of the proof', proof.file, files, at('file'));
  if ('open' in look) return [look.open];
  const { table } = look;
  const { path } = table;
  const open: Open = (key, statement) => unmet(statement, [at(key), { path }]);
  const cases = countCases(table);
  const rate = passRate(table, undefined, now);
  const found = [
    ...(proof.n === cases ? [] : [open('n', messages.caseCountDiffers({ declared: proof.n, path, found: cases }))]),
    ...(cases < minN ? [open('n', messages.tooFewCases({ found: cases, needed: minN, missing: minN - cases }))] : []),
    ...judgeHashes(proof, table, open),
    ...('problem' in rate
      ? [open('file', messages.casesNotCountable({ problem: rate.problem }))]
      : judgeRate(proof, rate.rate, target, open)),
  ];
  if (found.length > 0 || 'problem' in rate) return found;
  const words = { rate: percent(rate.rate), cases, selection: proof.selection };
  return [met(messages.uncuratedProven(words), [sources.at('uncuratedProof'), { path }])];
}

/** The different cases where the rows name them, else the rows. */
function countCases(table: Table): number {
  const id = columnNamed(table, ['case', 'case-id', 'id', 'input', 'input-ref']);
  return id === undefined ? table.rows.length : new Set(table.rows.map(({ cells }) => cells[id])).size;
}

function judgeHashes(
  { sha256: recorded, curatedSha256: curated }: UncuratedProof,
  table: Table,
  open: Open,
): Finding[] {
  const { path, sha256 = '' } = table;
  const found: Finding[] = [];
  if (recorded === undefined) found.push(open('sha256', messages.noCasesHash({ path, sha256 })));
  else if (recorded.toLowerCase() !== sha256) found.push(open('sha256', messages.casesHashDiffers({ path, sha256 })));
  if (curated === undefined || !SHA256.test(curated)) found.push(open('curatedSha256', messages.noCuratedHash()));
  else if (curated.toLowerCase() === sha256) found.push(open('curatedSha256', messages.casesAreCurated()));
  return found;
}

function judgeRate(proof: UncuratedProof, rate: number, target: number | undefined, open: Open): Finding[] {
  const declared = proof.passRate ?? rate;
  const shown = percent(rate);
  return [
    ...(Math.abs(declared - rate) > MAX_RATE_DIFFERENCE
      ? [open('passRate', messages.caseRateDiffers({ declared: percent(declared), found: shown }))]
      : []),
    ...(target !== undefined && isBelow(rate, target)
      ? [open('passRate', messages.caseRateTooLow({ rate: shown, target: percent(target) }))]
      : []),
  ];
}
