import type { Report, ReportCheck, ReportPlace } from '../../domain/report.ts';
import type { ExplainedCheck, Explanation, OptionInForce } from '../../engine/explanation.ts';
import type { Input } from '../../engine/inputs.ts';
import { closureTasks } from './closures.ts';
import { capital, isNotVerified, withoutPlace } from './phrases.ts';
import { checkExceptions } from './surroundings.ts';
import { settlingStep } from './tasks.ts';
import { cut, plain } from './text.ts';
import { actorWords, dayOrMoment, many, outcomeWords } from './words.ts';

/** A run of words. A bare string is prose, in which single backticks mean code; nothing in it is escaped yet. */
export type Piece =
  | string
  | { label: string }
  | { code: string }
  | { place: Pick<ReportPlace, 'path' | 'line'>; of: 'evidence' | 'policy' };
/**
 * A paragraph or list item of the answer; `part` counts up where an answer that is too long may be cut. What follows a
 * `fold` is detail that most readers pass over.
 */
export interface Passage {
  as: 'title' | 'text' | 'item' | 'fold';
  pieces: Piece[];
  part: number;
}

type Checks = Extract<Explanation, { kind: 'checks' }>;
type Unplaced = Omit<Passage, 'part'>;
const MAX_PLACES = 3;
const MAX_FINDINGS = 5;
const MAX_NAMES = 6;
const LONG = 400;

/** The answer to "why" in words: the only place they stand, so that a comment and a terminal say the same. */
export function explanationPassages(explanation: Explanation): Passage[] {
  return explanation.kind === 'catalog' ? catalogPassages(explanation) : checkPassages(explanation);
}

function checkPassages(explanation: Checks): Passage[] {
  const { criterion, checks, isWhole } = explanation;
  const opening: Unplaced[] = [
    { as: 'title', pieces: titlePieces(criterion.title, criterion.id) },
    { as: 'text', pieces: [`Why it is asked: ${criterion.why}`] },
  ];
  const last = checks.length - 1;
  const each = checks.map((one, index): Unplaced[] => [
    { as: 'title', pieces: titlePieces(one.check.title, one.check.code) },
    ...(isWhole ? [] : [partOf(criterion)]),
    ...items(checkItems(one, explanation)),
    ...(index === last ? aboutCriterion(explanation) : []),
  ]);
  return [...(isWhole ? [opening] : []), ...each].flatMap((passages, part) =>
    passages.map((passage) => ({ ...passage, part })),
  );
}

function titlePieces(title: string, name: string): Piece[] {
  return [{ label: title }, ' (', { code: name }, ')'];
}

function partOf({ title, id, why }: Checks['criterion']): Unplaced {
  return { as: 'text', pieces: [`Part of "${title}" (`, { code: id }, `). Why it is asked: ${why}`] };
}

function checkItems({ check, reported: said }: ExplainedCheck, explanation: Checks): Piece[][] {
  const { report, people } = explanation;
  const alternativeRemedy: Piece[][] =
    check.alternativeRemedy === undefined
      ? []
      : [[{ label: 'When history cannot be changed:' }, ` ${check.alternativeRemedy}`]];
  if (said === undefined)
    return [
      [{ label: 'Asked by:' }, ' nobody here, under profile ', { code: report.policy.profile }],
      ...alternativeRemedy,
    ];
  if (said.level === 'off')
    return [[{ label: 'Asked by:' }, ' nobody any more, switched off by ', rulePlace(said.rule)], ...alternativeRemedy];
  const isOpen = said.outcome !== 'met' && said.outcome !== 'not-applicable';
  const open = [
    [{ label: 'What to add:' }, ` ${stepOf(said, check.remedy)}`],
    [{ label: 'Who can act:' }, ...whoPieces(said.actors, people)],
  ];
  return [
    [
      { label: 'What was seen:' },
      ` ${outcomeWords(said.outcome)}. ${capital(withoutPlace(sentence(said.summary), said.places[0]))}`,
      ...placePieces(said.places),
    ],
    ...otherFindings(said),
    ...besides(said, report),
    [{ label: 'Asked by:' }, ' ', rulePlace(said.rule), levelWords(said, check.waivable !== false)],
    ...(isOpen ? open : []),
    ...(said.outcome === 'met' && said.until !== undefined
      ? [[{ label: 'Good until:' }, ` ${dayOrMoment(said.until)}`]]
      : []),
    ...alternativeRemedy,
  ];
}

/** What else the check found, worst first, each where it is and with its own step. */
function otherFindings(said: ReportCheck): Piece[][] {
  const others = (said.findings ?? []).filter(
    ({ outcome, summary }) => outcome !== 'met' && outcome !== 'not-applicable' && summary !== said.summary,
  );
  const more = others.length - MAX_FINDINGS;
  return [
    ...others.slice(0, MAX_FINDINGS).map(({ outcome, summary, places, remedy }): Piece[] => {
      const step = remedy === undefined || remedy === said.remedy ? '' : `. ${sentence(remedy)}`;
      const seen = capital(withoutPlace(sentence(summary), places[0]));
      return [{ label: 'Also:' }, ` ${outcomeWords(outcome)}. ${seen}`, ...placePieces(places), step];
    }),
    ...(more > 0 ? [[`and ${many(more, 'more finding')}`]] : []),
  ];
}

/** Waivers and what was asked for or closed by command: they stand beside what the evidence says. */
function besides(said: ReportCheck, report: Report): Piece[][] {
  const causes = [said.cause, ...(said.findings ?? []).map(({ cause }) => cause)];
  const closing = closureTasks(report).filter(({ cause }) => cause !== '' && causes.includes(cause));
  return [
    ...closing.map(({ task }): Piece[] => [{ label: 'By command:' }, ` ${task.title}. ${task.nextStep}`]),
    ...checkExceptions(said, report.evaluatedAt).map(({ text }): Piece[] => [
      { label: 'Displayed beside the verdict:' },
      ` ${cut(text, LONG)}`,
    ]),
  ];
}

function levelWords(said: ReportCheck, waivable: boolean): string {
  if (said.level === 'advisory') return ', as advice: it never blocks';
  return waivable ? ', and it blocks until it is met' : ', and it blocks until it is met: it can never be waived';
}

/** What could not be looked at is first looked at; the remedy of the check may not be needed. */
function stepOf(said: ReportCheck, remedy: string): string {
  const isUnseen = said.outcome === 'unknown' && isNotVerified(said.summary);
  const step = sentence(said.remedy ?? remedy);
  return isUnseen ? `${settlingStep(said)}. If it is missing then: ${step}` : step;
}

function aboutCriterion({ inputs: reads, evidenceRoot, options, criterion }: Checks): Unplaced[] {
  const words = [...new Set(reads.map((read) => readWords(read, evidenceRoot)))];
  const read: Piece[] = [{ label: 'Read:' }, ` ${words.join(', ')}`];
  return [
    {
      as: 'fold',
      pieces: [{ label: options.length === 0 ? 'What is read' : 'What is read, and what the policy can set' }],
    },
    ...items([read, ...options.map((option) => optionPieces(option, criterion.id))]),
  ];
}

function optionPieces({ name, value, origin, stricter, doc }: OptionInForce, id: string): Piece[] {
  const now = cut(JSON.stringify(value) ?? 'not set', 200);
  return [
    { label: 'Option:' },
    ' ',
    { code: `criteria.${id}.${name}` },
    ' is ',
    { code: now },
    ', by ',
    rulePlace(origin),
    ` (${stricter} is stricter): ${doc}`,
  ];
}

function readWords({ kind, of }: Input<unknown>, root: string): string {
  switch (kind) {
    case 'section':
      return of === 'pilot' ? `\`${root}/pilot.yaml\`` : `\`${root}/${of}.yaml\` (or \`${of}:\` in pilot.yaml)`;
    case 'records':
      return `\`${root}/${of}/*.yaml\``;
    case 'document':
      return of === 'rollback' ? 'the rollback plan' : 'the runbook';
    case 'named':
      return `the files that ${of} names`;
    case 'results':
      return 'the eval results';
    case 'tree':
      return 'the list of files';
    case 'codeowners':
      return 'CODEOWNERS';
    case 'catalog':
      return '`catalog-info.yaml`';
    case 'open-slo':
      return 'OpenSLO files (a name with slo)';
    case 'workflows':
      return '`.github/workflows`';
    case 'commands':
      return 'Makefile and `package.json`';
  }
}

function catalogPassages({ profile, wanted, nearest, rows }: Extract<Explanation, { kind: 'catalog' }>): Passage[] {
  const word = cut(plain(wanted), 40);
  const meant: Piece[] = nearest === undefined ? [] : [' Did you mean ', { code: nearest }, '?'];
  const asked: Piece[] =
    word === '' ? ['Name a criterion or a check by its code.'] : ['There is no ', { code: word }, '.', ...meant];
  const list = rows.map(({ criterion, blocking, advisory }): Piece[] => {
    const codes = criterion.checks.map(({ code }) => code).join(' ');
    const counts = [blocking > 0 ? `${blocking} must be met` : '', advisory > 0 ? `${advisory} as advice` : ''];
    const words = counts.filter(Boolean).join(', ') || 'not asked';
    return [{ code: criterion.id }, `: ${criterion.title}. ${words[0]?.toUpperCase()}${words.slice(1)} (${codes})`];
  });
  return [
    { as: 'text', pieces: [...asked, ' The criteria under profile ', { code: profile }, ':'], part: 0 },
    ...items(list).map((item, part) => ({ ...item, part })),
  ];
}

function rulePlace(rule: Pick<ReportPlace, 'path' | 'line'>): Piece {
  // A built-in profile is no file: `profile minimal`.
  return rule.line === undefined
    ? cut(plain(rule.path), 200)
    : { place: { path: rule.path, line: rule.line }, of: 'policy' };
}

function placePieces(places: ReportPlace[]): Piece[] {
  const named = places.filter(({ path }) => path !== '');
  if (named.length === 0) return [];
  const shown = named
    .slice(0, MAX_PLACES)
    .flatMap((place, index): Piece[] => [...(index === 0 ? [] : [', ']), { place, of: 'evidence' }]);
  const more = named.length - MAX_PLACES;
  return [' (', ...shown, more > 0 ? ` and ${many(more, 'more place')})` : ')'];
}

function whoPieces(actors: string[], people: Record<string, string[]>): Piece[] {
  if (actors.length === 0) return [' nobody is named'];
  const pieces = actors.slice(0, MAX_NAMES).flatMap((actor, index): Piece[] => {
    const names = Object.hasOwn(people, actor) ? (people[actor] ?? []) : [];
    const shown = names.slice(0, MAX_NAMES).flatMap((name, at): Piece[] => [
      at === 0 ? ' (' : ', ',
      // Without its sign nobody is pinged.
      { code: cut(name.replace(/^@/, ''), 60) },
    ]);
    const close = names.length === 0 ? [] : [names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more)` : ')'];
    return [`${index === 0 ? ' ' : ', '}${cut(actorWords(actor), 100)}`, ...shown, ...close];
  });
  const more = actors.length - MAX_NAMES;
  return more > 0 ? [...pieces, ` and ${more} more`] : pieces;
}

function items(list: Piece[][]): Unplaced[] {
  return list.map((pieces) => ({ as: 'item', pieces }));
}

function sentence(text: string): string {
  return cut(plain(text), LONG).replace(/(?<!\.)\.$/, '');
}
