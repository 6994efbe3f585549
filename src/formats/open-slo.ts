import type { OpenSlo } from '../domain/conventions.ts';
import { defined } from '../domain/defined.ts';
import { openYaml } from './yaml/open.ts';
import { child, itemsOf, textOf } from './yaml/plain.ts';
import type { YamlNode } from './yaml/tree.ts';

/** How names say what an objective measures, the more special first. */
const NAMED: [RegExp, string][] = [
  [/data[-_ ]?quality|freshness|completeness/i, 'data-quality'],
  [/exception|escalation/i, 'exception-rate'],
  [/latency|duration|response[-_ ]?time/i, 'latency'],
  [/availab|uptime|reachab/i, 'availability'],
  [/quality|accura|correct/i, 'quality'],
];

/** Objectives of an OpenSLO file (`openslo/v1`). Tolerant: other documents are skipped, and YAML that cannot be read holds none. */
export function readOpenSlo(path: string, bytes: Uint8Array): OpenSlo[] {
  const opened = openYaml(path, bytes);
  if (!opened.ok) return [];
  return opened.documents.flatMap((document): OpenSlo[] => {
    const name = textOf(child(child(document, 'metadata'), 'name'));
    const isSlo =
      /^openslo\/v1/.test(textOf(child(document, 'apiVersion')) ?? '') && textOf(child(document, 'kind')) === 'SLO';
    if (!isSlo || name === undefined) return [];
    const spec = child(document, 'spec');
    const targets = itemsOf(child(spec, 'objectives')).map(targetOf);
    const known = targets.filter((target) => target !== undefined);
    const measures = measuresOf(document, name);
    const [window] = itemsOf(child(spec, 'timeWindow')).map((one) => textOf(child(one, 'duration')));
    return [
      {
        path,
        line: opened.lines(document.at).line,
        name: name.slice(0, 100),
        // An objective without a number would be kept by anything.
        ...(known.length > 0 && known.length === targets.length ? { target: Math.min(...known) } : {}),
        ...(window === undefined ? {} : { window: window.slice(0, 40) }),
        ...defined({ measures }),
        hasIndicator: ['indicator', 'indicatorRef'].some((key) => !isEmpty(child(spec, key))),
      },
    ];
  });
}

function targetOf(objective: YamlNode): number | undefined {
  const [share, percent] = [child(objective, 'target'), child(objective, 'targetPercent')].map((node) =>
    Number(textOf(node) ?? 'none'),
  );
  if (share !== undefined && Number.isFinite(share)) return share;
  return percent !== undefined && Number.isFinite(percent) ? percent / 100 : undefined;
}

function measuresOf(document: YamlNode, name: string): string | undefined {
  const metadata = child(document, 'metadata');
  const label = textOf(child(child(metadata, 'labels'), 'measures'));
  if (label !== undefined) return NAMED.map(([, measure]) => measure).find((measure) => measure === label);
  const words = `${name} ${textOf(child(metadata, 'displayName')) ?? ''}`;
  return NAMED.find(([pattern]) => pattern.test(words))?.[1];
}

function isEmpty(node: YamlNode | undefined): boolean {
  if (node?.kind === 'map') return node.entries.length === 0;
  return (textOf(node) ?? '').trim() === '';
}
