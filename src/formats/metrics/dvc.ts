import { defined } from '../../domain/defined.ts';
import type { Fault } from '../../domain/observation.ts';
import { openYaml } from '../yaml/open.ts';
import { child, itemsOf, textOf } from '../yaml/plain.ts';
import type { YamlNode } from '../yaml/tree.ts';

/** A file that `dvc.yaml` declares to hold metrics. */
export interface DvcMetricFile {
  /** From the folder of `dvc.yaml`, as DVC reads it. */
  path: string;
  line: number;
  stage?: string;
  /** DVC keeps a cached file outside git: then the repository holds only its hash. */
  cached: boolean;
}

const MAX_FILES = 500;

/**
 * The metric files of a `dvc.yaml`: those of its stages and those it names itself. Tolerant of everything else; a path
 * that leaves the folder, holds a variable or is absolute is left out, because it cannot be found in a repository.
 */
export function readDvc(path: string, bytes: Uint8Array): { files: DvcMetricFile[]; faults: Fault[] } {
  const opened = openYaml(path, bytes);
  if (!opened.ok) return { files: [], faults: opened.faults };
  const [root] = opened.documents;
  const line = (node: YamlNode): number => opened.lines(node.at).line;
  const stages = child(root, 'stages');
  const ofStages = (stages?.kind === 'map' ? stages.entries : []).flatMap(({ key, node }) => {
    const folder = textOf(child(node, 'wdir')) ?? '';
    return itemsOf(child(node, 'metrics')).flatMap((item) => fileOf(item, folder, line(item), key));
  });
  const own = itemsOf(child(root, 'metrics')).flatMap((item) => fileOf(item, '', line(item)));
  return { files: [...ofStages, ...own].slice(0, MAX_FILES), faults: [] };
}

/** `- eval/metrics.json` or `- eval/metrics.json: { cache: false }`; a stage caches unless it says otherwise. */
function fileOf(item: YamlNode, folder: string, line: number, stage?: string): DvcMetricFile[] {
  const [entry] = item.kind === 'map' ? item.entries : [];
  const written = entry?.key ?? textOf(item) ?? '';
  const path = within(folder, written);
  if (path === undefined) return [];
  const cached = stage !== undefined && textOf(child(entry?.node, 'cache')) !== 'false';
  return [{ path, line, ...defined({ stage }), cached }];
}

function within(folder: string, written: string): string | undefined {
  const path = [folder, written].filter((part) => part !== '' && part !== '.').join('/');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const leaves = written === '' || path.startsWith('/') || /[$\\:*?\u0000]/.test(path) || parts.includes('..');
  return leaves || path.length > 500 ? undefined : parts.join('/');
}
