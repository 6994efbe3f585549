import type { Report, ReportCheck, ReportPlace } from '../../domain/report.ts';
import type { ExplainedCheck, Explanation, OptionInForce } from '../../engine/explanation.ts';
import type { Input } from '../../engine/inputs.ts';
import { type Links, placeLink, placesIn } from '../markdown/pull-request.ts';
import {
  type Block,
  firstItems,
  type Inline,
  type Item,
  line,
  list,
  listed,
  type Piece,
  paragraph,
  title,
} from './blocks.ts';
import { closureTasks } from './closures.ts';
import { checkExceptions } from './surroundings.ts';
import { isNotVerified, verifyStep, withoutPlace } from './task.ts';
import { handle } from './task-rows.ts';
import { cut, plain } from './text.ts';
import { actorWords, capital, dayOrMoment, NOBODY_NAMED, outcomeWords, sentence, upperFirst } from './words.ts';

type Checks = Extract<Explanation, { kind: 'checks' }>;

interface PlaceLinks {
  evidence: Links;
  policy: Links;
}

const NO_LINKS: PlaceLinks = { evidence: () => undefined, policy: () => undefined };
const MAX_PLACES = 3;
const MAX_FINDINGS = 5;
const MAX_NAMES = 6;
const MAX_TITLE = 300;

/** The answer to "why", in parts between which an answer that is too long may be cut. */
export function explanationParts(explanation: Explanation, links = NO_LINKS): Block[][] {
  return explanation.kind === 'catalog' ? catalogParts(explanation) : checkParts(explanation, links);
}

function checkParts(explanation: Checks, links: PlaceLinks): Block[][] {
  const { criterion, checks, isWhole } = explanation;
  const why = `Why it is required: ${criterion.why}`;
  const opening = [titleBlock(criterion.title, criterion.id), paragraph(why)];
  const each = checks.map((one, index): Block[] => [
    titleBlock(one.check.title, one.check.code),
    ...(isWhole ? [] : [paragraph(line`Part of "${criterion.title}" (${{ code: criterion.id }}). ${why}`)]),
    ...list(checkItems(one, explanation, links)),
    ...(index === checks.length - 1 ? [aboutCriterion(explanation, links)] : []),
  ]);
  return isWhole ? [opening, ...each] : each;
}

function titleBlock(words: string, name: string): Block {
  return title(line`${cut(words, MAX_TITLE)} (${{ code: name }})`, undefined, 4);
}

function labeled(label: string, text: Inline): Item {
  return { text: line`${{ strong: `${label}:` }} ${text}` };
}

function checkItems({ check, reported: result }: ExplainedCheck, explanation: Checks, links: PlaceLinks): Item[] {
  const { report, people } = explanation;
  const alternative =
    check.alternativeRemedy === undefined ? [] : [labeled('If history cannot be changed', check.alternativeRemedy)];
  if (result === undefined)
    return [
      labeled('Required by', line`nothing here, under profile ${{ code: report.policy.profile }}`),
      ...alternative,
    ];
  const rule = rulePlace(result.rule, links);
  if (result.level === 'off') return [labeled('Required by', line`nothing, switched off by ${rule}`), ...alternative];
  const isOpen = result.outcome !== 'met' && result.outcome !== 'not-applicable';
  const isMetUntil = result.outcome === 'met' && result.until !== undefined;
  return [
    labeled('Result', finding(result.outcome, result.summary, result.places, links)),
    ...otherFindings(result, links),
    ...besides(result, report),
    labeled('Required by', line`${rule}${levelWords(result, check.waivable !== false)}`),
    ...(isOpen
      ? [labeled('What to add', stepOf(result, check.remedy)), labeled('Who can act', whoPieces(result.actors, people))]
      : []),
    ...(isMetUntil ? [labeled('Valid until', dayOrMoment(result.until ?? ''))] : []),
    ...alternative,
  ];
}

function finding(outcome: ReportCheck['outcome'], summary: string, places: ReportPlace[], links: PlaceLinks): Piece[] {
  const words = capital(withoutPlace(sentence(summary), places[0]));
  return line`${outcomeWords(outcome)}. ${words}${placesIn(places, MAX_PLACES, links.evidence)}`;
}

/** What else the check found, worst first, each with its place and its own step. */
function otherFindings(result: ReportCheck, links: PlaceLinks): Item[] {
  const others = (result.findings ?? []).filter(
    ({ outcome, summary }) => outcome !== 'met' && outcome !== 'not-applicable' && summary !== result.summary,
  );
  const items = others.map(({ outcome, summary, places, remedy }) => {
    const step = remedy === undefined || remedy === result.remedy ? '' : `. ${sentence(remedy)}`;
    return labeled('Also', line`${finding(outcome, summary, places, links)}${step}`);
  });
  return firstItems(items, MAX_FINDINGS);
}

/** Waivers and what was requested or closed by command, beside the result of the evidence. */
function besides(result: ReportCheck, report: Report): Item[] {
  const causes = [result.cause, ...(result.findings ?? []).map(({ cause }) => cause)];
  const closing = closureTasks(report).filter(({ cause }) => cause !== '' && causes.includes(cause));
  return [
    ...closing.map(({ task }) => labeled('By command', `${task.title}. ${task.nextStep}`)),
    ...checkExceptions(result, report.evaluatedAt).map(({ text }) => labeled('Shown with the verdict', cut(text, 400))),
  ];
}

function levelWords({ level }: ReportCheck, isWaivable: boolean): string {
  if (level === 'advisory') return ', as advice: it never blocks';
  return isWaivable ? ', and blocks until it is met' : ', and blocks until it is met: it can never be waived';
}

/** What could not be verified is verified first; the remedy of the check may not be needed. */
function stepOf(result: ReportCheck, remedy: string): string {
  const isUnseen = result.outcome === 'unknown' && isNotVerified(result.summary);
  const step = sentence(result.remedy ?? remedy);
  return isUnseen ? `${verifyStep(result)}. If it is missing then: ${step}` : step;
}

function aboutCriterion({ inputs, evidenceRoot, options, criterion }: Checks, links: PlaceLinks): Block {
  const words = [...new Set(inputs.map(({ kind, of }) => READ_WORDS[kind](of, evidenceRoot)))];
  return {
    kind: 'details',
    name: 'the files read',
    summary: options.length === 0 ? 'Files read' : 'Files read and policy options',
    items: [
      labeled('Reads', words.join(', ')),
      ...options.map((option) => labeled('Option', optionPieces(option, criterion.id, links))),
    ],
    keep: options.length + 1,
  };
}

function optionPieces({ name, value, origin, stricter, doc }: OptionInForce, id: string, links: PlaceLinks): Piece[] {
  const now = { code: cut(JSON.stringify(value) ?? 'not set', 200) };
  const rule = rulePlace(origin, links);
  return line`${{ code: `criteria.${id}.${name}` }} is ${now}, set by ${rule} (${stricter} is stricter): ${doc}`;
}

const READ_WORDS: Record<Input<unknown>['kind'], (of: string, root: string) => string> = {
  section: (of, root) =>
    of === 'pilot' ? `\`${root}/pilot.yaml\`` : `\`${root}/${of}.yaml\` (or \`${of}:\` in pilot.yaml)`,
  records: (of, root) => `\`${root}/${of}/*.yaml\``,
  document: (of) => (of === 'rollback' ? 'the rollback plan' : 'the runbook'),
  named: (of) => `the files that ${of} names`,
  results: () => 'the eval results',
  tree: () => 'the list of files',
  codeowners: () => 'CODEOWNERS',
  catalog: () => '`catalog-info.yaml`',
  'open-slo': () => 'OpenSLO files (a name with slo)',
  workflows: () => '`.github/workflows`',
  commands: () => 'Makefile and `package.json`',
};

function catalogParts({ profile, wanted, nearest, rows }: Extract<Explanation, { kind: 'catalog' }>): Block[][] {
  const word = cut(plain(wanted), 40);
  const meant = nearest === undefined ? [] : line` Did you mean ${{ code: nearest }}?`;
  const asked = word === '' ? 'Name a criterion or the code of a check.' : line`There is no ${{ code: word }}.${meant}`;
  const items = rows.map(({ criterion, blocking, advisory }): Item => {
    const codes = criterion.checks.map(({ code }) => code).join(' ');
    const counts = [blocking > 0 ? `${blocking} required` : '', advisory > 0 ? `${advisory} as advice` : ''];
    const words = upperFirst(counts.filter(Boolean).join(', ') || 'not required');
    return { text: line`${{ code: criterion.id }}: ${criterion.title}. ${words} (${codes})` };
  });
  return [[paragraph(line`${asked} Criteria under profile ${{ code: profile }}:`), ...list(items)]];
}

/** A built-in profile is no file: `profile minimal`. */
function rulePlace({ path, line: at }: Pick<ReportPlace, 'path' | 'line'>, links: PlaceLinks): Piece {
  return at === undefined ? cut(plain(path), 200) : placeLink({ path, line: at }, links.policy);
}

function whoPieces(actors: string[], people: Record<string, string[]>): Piece[] {
  if (actors.length === 0) return [NOBODY_NAMED];
  const each = actors.slice(0, MAX_NAMES).flatMap((actor, index): Piece[] => {
    const names = (Object.hasOwn(people, actor) && people[actor]) || [];
    const known = names.length === 0 ? [] : line` (${listed(names.map(handle), MAX_NAMES)})`;
    return [`${index === 0 ? '' : ', '}${cut(actorWords(actor), 100)}`, ...known];
  });
  return actors.length > MAX_NAMES ? [...each, ` and ${actors.length - MAX_NAMES} more`] : each;
}
