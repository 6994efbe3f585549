import type { Style } from '../terminal/terminal-writer.ts';
import { type PilotRow, type PortfolioRow, portfolioRow } from './portfolio-rows.ts';
import { many } from './words.ts';

/** Every pilot of an organization that could be found. */
export interface Portfolio {
  organization: string;
  /** Milliseconds since the epoch. */
  now: number;
  pilots: PilotRow[];
  /** Repositories that were not searched for a policy file. */
  notAsked: number;
}

/** A portfolio with its rows worked out, which is what each format shows. */
export interface PortfolioView {
  organization: string;
  evaluatedAt: string;
  rows: PortfolioRow[];
  notAsked: number;
  headline: string;
  /** Said once for all: what the table rests on and does not show. */
  notes: string[];
}

const MARKS: Record<PortfolioRow['verdict'], { mark: string; words: string; style: Style }> = {
  ready: { mark: '✓ ', words: 'ready', style: 'green' },
  'not-ready': { mark: '✗ ', words: 'not ready', style: 'red' },
  undetermined: { mark: '? ', words: 'undetermined', style: 'yellow' },
  'not-judged': { mark: '? ', words: 'not judged', style: 'yellow' },
};

/** Works out the rows, and what is said above and below them. */
export function viewOf({ organization, now, pilots, notAsked }: Portfolio): PortfolioView {
  const rows = pilots.map((pilot) => portfolioRow(pilot, now));
  const ready = rows.filter(({ verdict }) => verdict === 'ready').length;
  const notEvaluated = rows.filter(({ verdict }) => verdict === 'not-judged').length;
  return {
    organization,
    evaluatedAt: new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    rows,
    notAsked,
    headline:
      rows.length === 0
        ? `No pilot was found in ${organization}`
        : `${ready} of ${many(rows.length, 'pilot')} of ${organization} ${ready === 1 ? 'is' : 'are'} ready for production${notEvaluated > 0 ? `, ${notEvaluated} could not be judged` : ''}`,
    notes: [
      'Judged is the newest open promotion of each pilot, else its default branch as a preview. Dates of changes are those that committers declare. What was decided by command stands in the ledger of the App and is not seen here',
      ...(notAsked > 0
        ? [
            `${many(notAsked, 'repository', 'repositories')} without the topic pilot were not searched for a policy file`,
          ]
        : []),
    ],
  };
}

/** The verdict of a row, with a mark, so that color is not the only signal. */
export function verdictOf(row: PortfolioRow): { mark: string; words: string; style: Style } {
  return MARKS[row.verdict];
}

/** "4 of 7 criteria · enforced · unchanged for 12 days". Plain text. */
export function stateWords(row: PortfolioRow): string[] {
  return [
    row.passed === null ? '' : `${row.passed} of ${many(row.asked ?? 0, 'criterion', 'criteria')}`,
    row.evaluated,
    row.verdict === 'not-judged' && row.enforcement === '' ? '' : enforcedWords(row),
    row.daysWithoutChange === null ? '' : `unchanged for ${many(row.daysWithoutChange, 'day')}`,
  ].filter(Boolean);
}

export function enforcedWords({ enforced }: PortfolioRow): string {
  return enforced === 'yes' ? 'enforced' : enforced === 'no' ? 'not enforced' : 'enforcement not known';
}

export function oldestWords({ oldest, more }: PortfolioRow): string {
  if (oldest === null) return '';
  const since =
    oldest.since === ''
      ? ''
      : oldest.since === 'never written'
        ? ', never written'
        : `, untouched since ${oldest.since}`;
  return `${oldest.what} · ${oldest.who}${since}${more > 0 ? ` (and ${more} more)` : ''}`;
}
