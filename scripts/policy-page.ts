import { kebab } from '../src/domain/kebab.ts';
import { PROFILES } from '../src/domain/levels.ts';
import type { Criterion } from '../src/engine/criterion.ts';
import { policyFileSchema } from '../src/engine/policy/file.ts';

interface SchemaNode {
  def: {
    type: string;
    shape?: Record<string, SchemaNode>;
    innerType?: SchemaNode;
    options?: SchemaNode[];
    valueType?: SchemaNode;
  };
  meta?: () => { stricter?: string; description?: string; only?: string } | undefined;
}

const DIRECTIONS: Record<string, string> = {
  higher: 'higher',
  lower: 'lower',
  superset: 'more entries',
  subset: 'fewer entries',
  order: 'order',
  union: 'together',
  fixed: 'fixed',
};

/** The table of every key of the policy with its direction, made from the schema that reads the file. */
export function policyTable(catalog: Criterion[]): string {
  const rows = Object.entries(shapeOf(policyFileSchema(catalog) as unknown as SchemaNode)).flatMap(([name, node]) =>
    name === 'criteria' ? criterionRows(catalog) : keyRows(kebab(name), node),
  );
  return [
    '| Key | Stricter | Default (minimal / standard / regulated) | Meaning |',
    '|-|-|-|-|',
    ...rows.map(({ key, stricter, defaults = '', meaning }) =>
      `| \`${key}\` | ${stricter} | ${defaults} | ${cell(meaning)} |`.replaceAll('|  |', '| |'),
    ),
  ].join('\n');
}

interface Row {
  key: string;
  stricter: string;
  defaults?: string;
  meaning: string;
}

function keyRows(key: string, node: SchemaNode): Row[] {
  const meta = node.meta?.();
  if (meta?.stricter !== undefined) {
    const meaning = meta.only === undefined ? '' : ` (${meta.only}'s file only)`;
    return [{ key, stricter: direction(meta.stricter), meaning: `${meta.description ?? ''}${meaning}` }];
  }
  const { type, innerType, valueType } = node.def;
  if (innerType) return keyRows(key, innerType);
  if (type === 'record' && valueType) return keyRows(`${key}.<name>`, valueType);
  return Object.entries(shapeOf(node)).flatMap(([name, child]) => keyRows(`${key}.${kebab(name)}`, child));
}

/** Of criteria the common keys once, then the options of each. */
function criterionRows(catalog: Criterion[]): Row[] {
  const common: Row[] = [
    {
      key: 'criteria.<id>',
      stricter: 'order',
      meaning: 'a profile whose levels this criterion takes; or its settings',
    },
    { key: 'criteria.<id>.profile', stricter: 'order', meaning: 'the same, beside other settings' },
    { key: 'criteria.<id>.level', stricter: 'order', meaning: 'level of all of its checks: blocking, advisory, off' },
    { key: 'criteria.<id>.checks.<code>', stricter: 'order', meaning: 'level of one check' },
  ];
  const options = catalog.flatMap(({ id, params }) =>
    Object.entries(params).map(([name, spec]) => ({
      key: `criteria.${id}.${kebab(name)}`,
      stricter: direction(spec.stricter),
      defaults:
        [...new Set(PROFILES.map((profile) => JSON.stringify(spec.defaults[profile])))].length === 1
          ? JSON.stringify(spec.defaults.minimal)
          : PROFILES.map((profile) => JSON.stringify(spec.defaults[profile])).join(' / '),
      meaning: spec.doc,
    })),
  );
  return [...common, ...options];
}

function shapeOf(node: SchemaNode): Record<string, SchemaNode> {
  const inner = node.def.innerType;
  return inner ? shapeOf(inner) : (node.def.shape ?? {});
}

function direction(stricter: string): string {
  const words = DIRECTIONS[stricter];
  if (words === undefined) throw new Error(`docs/policy.md has no words for the direction ${stricter}`);
  return words;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
