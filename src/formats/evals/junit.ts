import { SaxesParser } from 'saxes';
import type { CaseResult, EvalCase, EvalRun } from '../../domain/eval-results.ts';
import { commitSha, instant, label, shortMetadata, withoutCredentials } from './fields.ts';
import { MAX_DEPTH, MAX_ROWS, type Refusal, refuse, tooManyRows } from './reading.ts';
import { emptyRun, evalCase, finish } from './run.ts';

const TAG_NAME = /^(tags?|labels?|markers?|category|categories)$/i;
const COMMIT_NAME = /^(git[._-]?)?(commit|sha|revision)([._-]?(sha|id|hash))?$/i;
const MODEL_NAME = /^model([._-]?(name|id))?$/i;
const COUNTS = ['tests', 'failures', 'errors', 'skipped', 'disabled'] as const;
const MAX_TAGS = 50;
type Counts = Record<(typeof COUNTS)[number], number>;
type Attributes = Record<string, string>;

interface OpenCase {
  attributes: Attributes;
  marks: Set<string>;
  tags: string[];
  properties: Record<string, string>;
}

interface OpenSuite {
  name: string;
  /** Its own tags and those of the suites around it, at most MAX_TAGS: every case inside copies them. */
  tags: string[];
}

/** Ends the parse from inside a handler; carries the message. */
class Stop extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('stop');
    this.refusal = refusal;
  }
}

/** Collects what JUnit's XML contains, as a stream. Text of outputs and failures is never kept. */
class Collector {
  readonly run = emptyRun('junit-xml');
  readonly sums: Counts = { tests: 0, failures: 0, errors: 0, skipped: 0, disabled: 0 };
  readonly outer: Counts = { tests: 0, failures: 0, errors: 0, skipped: 0, disabled: 0 };
  root = '';
  suiteCount = 0;
  nested = false;
  countsGiven = false;
  timestamp: string | undefined;
  flaky = 0;
  private readonly path: string[] = [];
  private readonly suites: OpenSuite[] = [];
  private current: OpenCase | undefined;
  private property: { name: string; text: string } | undefined;

  open(name: string, attributes: Attributes): void {
    const parent = this.path.at(-1);
    this.path.push(name);
    if (this.path.length > MAX_DEPTH)
      throw new Stop(
        refuse(`The XML is nested deeper than ${MAX_DEPTH} levels.`, 'Write the report with a JUnit reporter.'),
      );
    if (this.path.length === 1) this.openRoot(name);
    if (name === 'testsuite') this.openSuite(attributes);
    else if (name === 'testcase' && this.current === undefined)
      this.current = { attributes, marks: new Set(), tags: [], properties: {} };
    else if (parent === 'testcase') this.current?.marks.add(name);
    else if (name === 'property' && parent === 'properties')
      this.property = { name: attributes.name ?? '', text: attributes.value ?? '' };
    this.timestamp ??= name === 'testsuite' || name === 'testsuites' ? attributes.timestamp : undefined;
  }

  text(text: string): void {
    if (this.property !== undefined && this.property.text.length < 1000) this.property.text += text;
  }

  close(name: string): void {
    this.path.pop();
    if (name === 'testsuite') this.suites.pop();
    else if (name === 'testcase' && this.path.at(-1) !== 'testcase') this.closeCase();
    else if (name === 'property') this.closeProperty();
  }

  private openRoot(name: string): void {
    this.root = name;
    if (name !== 'testsuites' && name !== 'testsuite') {
      throw new Stop(
        refuse(
          "The XML is not JUnit's: its root is neither testsuites nor testsuite.",
          'Let the test tool write JUnit XML.',
        ),
      );
    }
  }

  private openSuite(attributes: Attributes): void {
    this.suiteCount++;
    if (this.suites.length > 0) this.nested = true;
    for (const key of COUNTS) {
      const count = Number.parseInt(attributes[key] ?? '0', 10) || 0;
      this.sums[key] += count;
      // Nested suites repeat what their children count, so only the outermost totals are the file's claim.
      if (this.suites.length === 0) this.outer[key] += count;
    }
    if (this.suites.length === 0 && attributes.tests !== undefined) this.countsGiven = true;
    this.suites.push({ name: label(attributes.name ?? ''), tags: [...(this.suites.at(-1)?.tags ?? [])] });
  }

  private closeProperty(): void {
    const { name, text } = this.property ?? { name: '', text: '' };
    this.property = undefined;
    const tags = TAG_NAME.test(name)
      ? text
          .slice(0, 2000)
          .split(/[,;]/)
          .map(label)
          .filter((tag) => tag !== '')
          .slice(0, MAX_TAGS)
      : [];
    if (this.current !== undefined) {
      if (tags.length > 0) addTags(this.current.tags, tags);
      else if (name !== '__proto__') this.current.properties[name] = text.trim();
      return;
    }
    addTags(this.suites.at(-1)?.tags ?? [], tags);
    // Ant writes every system property here, so only these few names are looked at.
    const sha = COMMIT_NAME.test(name) ? commitSha(text) : undefined;
    if (sha !== undefined) this.run.commit ??= { sha };
    if (MODEL_NAME.test(name) && text.trim() !== '' && this.run.models.length === 0)
      this.run.models = [withoutCredentials(text)];
  }

  private closeCase(): void {
    const one = this.current;
    this.current = undefined;
    if (one === undefined) return;
    if (this.run.cases.length >= MAX_ROWS) throw new Stop(tooManyRows(this.run.cases.length + 1));
    this.run.cases.push(this.caseOf(one));
  }

  private caseOf({ attributes, marks, tags, properties }: OpenCase): EvalCase {
    const suite = label(
      this.suites
        .map((one) => one.name)
        .filter((name) => name !== '')
        .slice(-5)
        .join(' > '),
    );
    const name = label(attributes.name ?? '') || `case ${this.run.cases.length + 1}`;
    const owner = label(attributes.classname ?? '') || suite;
    const result = resultOf(attributes, marks);
    const metadata = shortMetadata(properties);
    if (result === 'pass' && [...marks].some((mark) => /^(flaky|rerun)(Failure|Error)$/.test(mark))) {
      metadata.flaky = true;
      this.flaky++;
    }
    const inherited = this.suites.at(-1)?.tags ?? [];
    return evalCase(owner === '' ? name : `${owner}.${name}`, {
      result,
      suite: suite || undefined,
      tags: [...new Set([...inherited, ...tags])],
      metadata,
    });
  }
}

function addTags(known: string[], tags: string[]): void {
  for (const tag of tags) if (known.length < MAX_TAGS && !known.includes(tag)) known.push(tag);
}

/** A failure outweighs an error beside it (pytest writes both when the tear-down breaks too): the case was measured. */
function resultOf(attributes: Attributes, marks: Set<string>): CaseResult {
  if (marks.has('failure')) return 'fail';
  if (marks.has('error')) return 'error';
  const skipped =
    marks.has('skipped') ||
    /^(disabled|notrun|skipped)$/i.test(attributes.status ?? '') ||
    /^(suppressed|skipped)$/i.test(attributes.result ?? '');
  return skipped ? 'skip' : 'pass';
}

/**
 * Reads JUnit XML as it streams by. What counts is each `<testcase>`; the counts in attributes are only compared. A
 * case that failed and passed when run again is a pass marked `flaky`. Document types are refused. Never throws.
 */
export function readJunit(text: string): EvalRun | Refusal {
  const parser = new SaxesParser();
  const collector = new Collector();
  const here = (): { line: number; column: number } => ({ line: parser.line, column: parser.column + 1 });
  parser.on('doctype', () => {
    throw new Stop(
      refuse(
        'The XML declares a document type, which is refused.',
        'Write the report with a JUnit reporter; it needs no DOCTYPE.',
        here(),
      ),
    );
  });
  parser.on('error', () => {
    throw new Stop(
      refuse('The XML is broken or cut short.', 'Let the test run finish and write the report again.', here()),
    );
  });
  parser.on('opentag', (tag) => collector.open(tag.name, tag.attributes));
  parser.on('text', (value) => collector.text(value));
  parser.on('cdata', (value) => collector.text(value));
  parser.on('closetag', (tag) => collector.close(tag.name));
  try {
    parser.write(text).close();
  } catch (stop) {
    if (stop instanceof Stop) return stop.refusal;
    throw stop;
  }
  return conclude(collector);
}

function conclude(collector: Collector): EvalRun {
  const { run, outer } = collector;
  if (collector.countsGiven) run.declared = { total: outer.tests, failed: outer.failures, errored: outer.errors };
  const startedAt = instant(collector.timestamp);
  if (startedAt !== undefined) run.startedAt = startedAt;
  else if (collector.timestamp !== undefined) run.warnings.push('the time of the run has no zone');
  if (collector.flaky > 0) run.warnings.push(`${collector.flaky} cases passed only after a retry`);
  const timestamp = collector.timestamp === undefined ? null : label(collector.timestamp);
  run.extra = {
    root: collector.root,
    suites: collector.suiteCount,
    nested: collector.nested,
    suiteAttributes: collector.sums,
    timestamp,
  };
  return finish(run);
}
