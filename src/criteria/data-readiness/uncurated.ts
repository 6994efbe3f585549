import { type Finding, met, unmet } from '../../domain/finding.ts';
import { columnNamed } from '../../domain/table.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import { openTable } from '../shared/tables/named-rows.ts';
import { passRate, shareWords } from './quality-rate.ts';

const SHA256 = /^[0-9a-f]{64}$/i;

/** Whether it was tried on data as it comes: enough cases, not picked by hand, and not the set it was built with. */
export function judgeUncurated(
  sources: Located<DataSources>,
  files: Named,
  { minN, target }: { minN: number; target: number | undefined },
  now: number,
): Finding[] {
  const given = sources.value.uncuratedProof;
  const at = (key: string) => sources.at('uncuratedProof', key);
  if (given === undefined)
    return [
      unmet('Nothing shows that it works on data as it comes', sources.at('uncuratedProof'), {
        remedy:
          'Run it on consecutive or randomly drawn cases and write uncurated-proof: selection, n, file, sha256, curated-sha256.',
      }),
    ];
  if (given.file === undefined)
    return [unmet('The cases of the proof are not kept', at('file'), { remedy: 'Name the file with one row a case.' })];
  const look = openTable('The cases of the proof', given.file, files, at('file'));
  if ('open' in look) return [look.open];
  const { table } = look;
  const id = columnNamed(table, ['case', 'case-id', 'id', 'input', 'input-ref']);
  const n = id === undefined ? table.rows.length : new Set(table.rows.map(({ cells }) => cells[id])).size;
  const found: Finding[] = [];
  const say = (problem: string, key: string, remedy: string): void => {
    found.push(unmet(problem, [at(key), { path: table.path }], { remedy }));
  };
  if (given.n !== n)
    say(
      `${given.n} cases are declared, ${table.path} holds ${n} different ones`,
      'n',
      `Write n: ${n}, or commit the whole file.`,
    );
  if (n < minN) say(`${n} cases are too few; ${minN} at least`, 'n', `Run ${minN - n} more cases, as they come.`);
  if (given.sha256 === undefined || given.sha256.toLowerCase() !== table.sha256)
    say(
      given.sha256 === undefined
        ? `No hash of ${table.path} was recorded`
        : `${table.path} is not the file whose hash was recorded`,
      'sha256',
      `Write sha256: ${table.sha256 ?? ''} (sha256sum ${table.path}) if this is the file of the run.`,
    );
  if (given.curatedSha256 === undefined || !SHA256.test(given.curatedSha256))
    say(
      'The set that the pilot was built with is not named by its hash',
      'curatedSha256',
      'Write curated-sha256: the sha256sum of that file.',
    );
  else if (given.curatedSha256.toLowerCase() === table.sha256)
    say(
      'These are the very cases that the pilot was built with',
      'curatedSha256',
      'Run it on cases that nobody picked.',
    );
  const rate = passRate(table, undefined, now);
  if ('problem' in rate)
    say(
      `What the cases gave cannot be recomputed: ${table.path} ${rate.problem}`,
      'file',
      'Keep in each row when it was run (at) and whether it passed (passed).',
    );
  else {
    if (given.passRate !== undefined && Math.abs(given.passRate - rate.rate) > 0.005)
      say(
        `${shareWords(given.passRate)} are declared as passed, the rows give ${shareWords(rate.rate)}`,
        'passRate',
        'Write what the rows give.',
      );
    if (target !== undefined && rate.rate < target - 1e-12)
      say(
        `${shareWords(rate.rate)} of the cases passed, ${shareWords(target)} are asked`,
        'passRate',
        'Improve it on data as it comes, then run new cases.',
      );
  }
  if (found.length > 0) return found;
  return [
    met(
      `${n} ${given.selection === 'random' ? 'randomly drawn' : 'consecutive'} cases, as declared${'rate' in rate ? `; ${shareWords(rate.rate)} passed` : ''}`,
      [sources.at('uncuratedProof'), { path: table.path }],
    ),
  ];
}
