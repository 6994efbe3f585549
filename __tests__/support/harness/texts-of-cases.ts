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

function nameOf(key: unknown): string {
  return String((key as Tree).value);
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
