import type { WorkflowFile } from '../../../domain/conventions.ts';
import type { ParsedDocument } from '../../../domain/document.ts';
import type { Observation } from '../../../domain/observation.ts';
import type { Tree } from '../../../domain/tree.ts';
import type { Commands } from '../../../engine/inputs.ts';
import type { TextLine } from './section-span.ts';

/** What a document may name: the files, workflows and commands of this repository. */
export interface Repository {
  tree: Tree;
  workflows: WorkflowFile[];
  /** Undefined when they could not be read: then no command is reported as missing. */
  commands: Commands | undefined;
}

/** A file, folder, workflow or command of this repository that a document names, and where. */
interface Anchor {
  name: string;
  line: number;
}

const NO_COMMANDS: Commands = { make: [], npm: [] };

export function repositoryOf(
  tree: Tree,
  workflows: Observation<WorkflowFile[]>,
  commands: Observation<Commands>,
): Repository {
  return {
    tree,
    workflows: workflows.state === 'seen' ? workflows.value : [],
    commands: commands.state === 'seen' ? commands.value : commands.state === 'absent' ? NO_COMMANDS : undefined,
  };
}

const PATH_LIKE = /(?<![\w@:/.-])(?:\.\/)?((?:[\w.@+-]+\/)*[\w.@+-]*\w(?:\.[A-Za-z0-9]{1,8})?\/?)(?![\w/])/g;

/** Files, folders, workflows, make targets and npm scripts of this repository that the document names, each once. */
export function findAnchors(document: ParsedDocument, repository: Repository): Anchor[] {
  const found = new Map<string, Anchor>();
  for (const { line, text } of collectTexts(document)) {
    for (const name of [...findPaths(text, document, repository), ...findCommandNames(text, repository)]) {
      if (!found.has(name)) found.set(name, { name, line });
    }
  }
  return [...found.values()];
}

/** Where a document may name something: its mentions, commands and link targets. */
function collectTexts(document: ParsedDocument): TextLine[] {
  return [
    ...document.mentions,
    ...document.sections.flatMap((section) => section.commands),
    ...document.links.flatMap(({ line, path }) => (path === undefined || path === '' ? [] : [{ line, text: path }])),
  ];
}

// Prose files do not show how the service runs, and every repository has the other ones.
const COMMON =
  /(^|\/)(readme|license|changelog|contributing|package(-lock)?\.json|makefile)(\.\w+)?$|\.(mdx?|adoc|rst)$/i;

function findPaths(text: string, document: ParsedDocument, { tree, workflows }: Repository): string[] {
  const folder = document.path.split('/').slice(0, -1).join('/');
  return [...text.slice(0, 1_000).matchAll(PATH_LIKE)].flatMap((match) => {
    const whole = match[1] ?? '';
    const written = whole.replace(/\/+$/, '');
    // A single word is a name in this repository only when written as a folder.
    if (!/[./]/.test(whole) || COMMON.test(written)) return [];
    const workflow = workflows.find((one) => one.path === written || one.path.endsWith(`/${written}`));
    if (workflow !== undefined) return [workflow.path];
    const resolved = [written, folder === '' ? written : `${folder}/${written}`].find((path) => tree.has(path));
    return resolved === undefined || resolved === document.path ? [] : [resolved];
  });
}

function findCommandNames(text: string, { workflows, commands }: Repository): string[] {
  const make = makeTargets(text).filter((target) => commands?.make.includes(target));
  const npm = npmScripts(text).filter((script) => commands?.npm.includes(script));
  const flows = workflows.filter(({ name }) => name.length > 3 && text.includes(name));
  return [
    ...make.map((target) => `make ${target}`),
    ...npm.map((script) => `npm run ${script}`),
    ...flows.map((flow) => flow.path),
  ];
}

/** A script, workflow or target that a command uses and the repository does not have. */
interface MissingName {
  line: number;
  text: string;
  kind: 'make target' | 'npm script' | 'workflow' | 'script';
  name: string;
}

/** Names in the document's commands that the repository lacks, each once. Commands that may run elsewhere are skipped. */
export function findMissingNames(document: ParsedDocument, repository: Repository): MissingName[] {
  const commands = document.sections.flatMap((section) => section.commands);
  const seen = new Set<string>();
  return commands.flatMap(({ line, text }) => {
    // Inside a container, on another host or in another folder, names do not refer to this repository.
    if (/\b(exec|ssh|docker|podman|kubectl)\b|\s(-C|--prefix|--cwd|-w|--workspace)[\s=]/.test(text)) return [];
    return findMissing(text, repository).flatMap(({ kind, name }) => {
      if (seen.has(`${kind} ${name}`)) return [];
      seen.add(`${kind} ${name}`);
      return [{ line, text, kind, name }];
    });
  });
}

function findMissing(text: string, { tree, workflows, commands }: Repository): Pick<MissingName, 'kind' | 'name'>[] {
  const make = commands === undefined ? [] : makeTargets(text).filter((name) => !commands.make.includes(name));
  const npm = commands === undefined ? [] : npmScripts(text).filter((name) => !commands.npm.includes(name));
  const flows = workflowNames(text).filter(
    (name) => !workflows.some((one) => one.name === name || one.path === name || one.path.endsWith(`/${name}`)),
  );
  const scripts = scriptsRun(text).filter((path) => !tree.entries.some((one) => `/${one.path}`.endsWith(`/${path}`)));
  return [
    ...make.map((name) => ({ kind: 'make target' as const, name })),
    ...npm.map((name) => ({ kind: 'npm script' as const, name })),
    ...flows.map((name) => ({ kind: 'workflow' as const, name })),
    ...scripts.map((name) => ({ kind: 'script' as const, name })),
  ];
}

const START = String.raw`(?:^|&&|;|\||\$\s)\s*(?:sudo\s+)?(?:\w+=\S+\s+)*`;

function makeTargets(text: string): string[] {
  return matches(text, new RegExp(`${START}make\\s+([A-Za-z][\\w.-]*)(?![\\w.=-])`, 'g'));
}

function npmScripts(text: string): string[] {
  return matches(text, new RegExp(`${START}(?:npm|pnpm|yarn)\\s+run\\s+(?:-\\S+\\s+)*([A-Za-z][\\w:.-]*)`, 'g'));
}

function workflowNames(text: string): string[] {
  return matches(text, /\bgh\s+workflow\s+run\s+(?:-\S+\s+)*["']?([\w./-]+\.ya?ml)/g);
}

function scriptsRun(text: string): string[] {
  const run = new RegExp(
    `${START}(?:(?:bash|sh|zsh|python3?|node|ruby)\\s+)?(?:\\./)?((?:[\\w.-]+/)*[\\w.-]+\\.(?:sh|bash|py|mjs|cjs|js|ts|rb))(?![\\w/])`,
    'g',
  );
  return matches(text, run);
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.slice(0, 1_000).matchAll(pattern)].flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
}
