import type { AskKind } from '../src/engine/fact-requests.ts';

/** Text of a module → its syntax tree. Handed in, because a native parser cannot be bundled with a script. */
export type Parse = (source: string) => unknown;
/** Text of a file named relative to the root of the project. */
export type ReadFile = (path: string) => string;

interface Tree {
  type?: string;
  [key: string]: unknown;
}
interface Module {
  imports: Map<string, { path: string; name: string }>;
  declared: Map<string, unknown>;
  tree: unknown;
}

const ASKS = 'src/engine/fact-requests.ts';

/**
 * Which kinds of ask each fact of a criterion may become, by the fact's name, read from the source: running a criterion
 * shows only what one pilot made it ask. Throws when `asks` is written in a way that this cannot follow.
 */
export function factKinds(path: string, read: ReadFile, parse: Parse): Map<string, AskKind[]> {
  const moduleOf = openModules(read, parse);
  const { locals, facts } = asksOf(path, moduleOf(path).tree);
  return new Map(
    facts.map(([fact, value]) => {
      const reached = [...reachedFrom(value, path, moduleOf, locals)];
      const kinds = new Set(reached.flatMap(({ part, inModule }) => (inModule === ASKS ? (kindOf(part) ?? []) : [])));
      if (kinds.size === 0) throw new Error(`${path}: cannot see what kind of ask ${fact} is`);
      return [fact, [...kinds].sort() as AskKind[]];
    }),
  );
}

/**
 * The text constants that each `case` of a module's switches can reach, by the text of the case. Functions that come in
 * as arguments cannot be followed: a text that is missing here may be used all the same.
 */
export function textsOfCases(path: string, read: ReadFile, parse: Parse): Map<string, Set<string>> {
  const moduleOf = openModules(read, parse);
  const cases = [...partsOf(moduleOf(path).tree)].filter((part) => part.type === 'SwitchCase');
  return new Map(
    cases.map((one) => {
      const reached = [...reachedFrom(one.consequent, path, moduleOf, new Map())];
      const texts = reached.flatMap(({ part }) => (part.type === 'StringLiteral' ? [String(part.value)] : []));
      return [nameOf(one.test), new Set(texts)];
    }),
  );
}

type ModuleOf = (path: string) => Module;

function openModules(read: ReadFile, parse: Parse): ModuleOf {
  const modules = new Map<string, Module>();
  return (path) => {
    const known = modules.get(path) ?? openModule(path, parse(read(path)));
    modules.set(path, known);
    return known;
  };
}

/** All parts of a piece of source and of every constant and function of the project that it names, each once. */
function* reachedFrom(
  node: unknown,
  inModule: string,
  moduleOf: ModuleOf,
  scope: Map<string, unknown>,
  visited = new Set<string>(),
): Generator<{ part: Tree; inModule: string }> {
  for (const part of partsOf(node)) {
    yield { part, inModule };
    if (part.type !== 'Identifier') continue;
    const name = String(part.value);
    const isLocal = scope.has(name);
    const from = isLocal ? undefined : moduleOf(inModule).imports.get(name);
    const path = from?.path ?? inModule;
    const declared = isLocal ? scope.get(name) : moduleOf(path).declared.get(from?.name ?? name);
    const key = `${path} ${isLocal ? 'local ' : ''}${from?.name ?? name}`;
    if (declared === undefined || visited.has(key)) continue;
    visited.add(key);
    yield* reachedFrom(declared, path, moduleOf, isLocal ? scope : new Map(), visited);
  }
}

/** `ask('people', …)`: only `core/asks.ts` says it. */
function kindOf(node: Tree): string | undefined {
  if (node.type !== 'CallExpression' || (node.callee as Tree).value !== 'ask') return undefined;
  const [first] = node.arguments as { expression: Tree }[];
  return first?.expression.type === 'StringLiteral' ? String(first.expression.value) : undefined;
}

function openModule(path: string, tree: unknown): Module {
  const imports: Module['imports'] = new Map();
  const declared: Module['declared'] = new Map();
  for (const item of (tree as { body: Tree[] }).body) {
    if (item.type === 'ImportDeclaration') {
      const source = String((item.source as Tree).value);
      if (!source.startsWith('.')) continue;
      const target = new URL(source, `file:///${path}`).pathname.slice(1);
      for (const one of item.specifiers as { local: Tree; imported?: Tree | null }[])
        imports.set(String(one.local.value), { path: target, name: String((one.imported ?? one.local).value) });
    } else {
      for (const [name, value] of declarationsOf(item)) declared.set(name, value);
    }
  }
  return { imports, declared, tree };
}

function declarationsOf(item: Tree): [string, unknown][] {
  if (item.type === 'ExportDeclaration') return declarationsOf(item.declaration as Tree);
  if (item.type === 'FunctionDeclaration') return [[String((item.identifier as Tree).value), item.body]];
  if (item.type !== 'VariableDeclaration') return [];
  return (item.declarations as { id: Tree; init: unknown }[]).map(({ id, init }) => [String(id.value), init]);
}

/** The returned object of a criterion's `asks`, and the names that its body declares before. */
function asksOf(path: string, tree: unknown): { locals: Map<string, unknown>; facts: [string, unknown][] } {
  const found = [...partsOf(tree)].find((node) => node.type === 'KeyValueProperty' && nameOf(node.key) === 'asks');
  const body = (found?.value as Tree | undefined)?.body as Tree | undefined;
  const statements = (body?.stmts ?? []) as Tree[];
  const last = statements.at(-1);
  const result = bare((last?.type === 'ReturnStatement' ? last.argument : body) as Tree | undefined);
  if (result?.type !== 'ObjectExpression')
    throw new Error(`${path}: asks has to be a function that ends in returning an object`);
  const facts = (result.properties as Tree[]).map((property): [string, unknown] => {
    if (property.type === 'Identifier') return [String(property.value), property];
    if (property.type === 'KeyValueProperty') return [nameOf(property.key), property.value];
    throw new Error(`${path}: asks has to name each fact (found ${property.type})`);
  });
  return { locals: new Map(statements.flatMap(declarationsOf)), facts };
}

function nameOf(key: unknown): string {
  return String((key as Tree).value);
}

function bare(node: Tree | undefined): Tree | undefined {
  return node?.type === 'ParenthesisExpression' ? bare(node.expression as Tree) : node;
}

/** A node and all below it; keys of objects and members after a dot are names of nothing that is declared. */
function* partsOf(node: unknown): Generator<Tree> {
  if (Array.isArray(node)) {
    for (const one of node) yield* partsOf(one);
  } else if (typeof node === 'object' && node !== null) {
    const tree = node as Tree;
    if (typeof tree.type === 'string') yield tree;
    const isNamed = tree.type === 'KeyValueProperty' || tree.type === 'MemberExpression';
    for (const [key, child] of Object.entries(tree)) {
      const isName = isNamed && (key === 'key' || key === 'property') && (child as Tree).type === 'Identifier';
      if (!isName) yield* partsOf(child);
    }
  }
}
