import type { CatalogEntity } from '../domain/conventions.ts';
import type { Fault } from '../domain/observation.ts';
import { openYaml } from './yaml/open.ts';
import { child, textOf, textsOf } from './yaml/plain.ts';

/**
 * Entities of a Backstage `catalog-info.yaml`, several documents in one file. Tolerant: what Backstage adds is
 * skipped, only YAML that cannot be read is a fault.
 */
export function readCatalogInfo(path: string, bytes: Uint8Array): { entities: CatalogEntity[]; faults: Fault[] } {
  const opened = openYaml(path, bytes);
  if (!opened.ok) return { entities: [], faults: opened.faults };
  const entities = opened.documents.flatMap((document): CatalogEntity[] => {
    const kind = textOf(child(document, 'kind'));
    const name = textOf(child(child(document, 'metadata'), 'name'));
    if (kind === undefined || name === undefined) return [];
    const spec = child(document, 'spec');
    const entity: CatalogEntity = {
      path,
      line: opened.lines(document.at).line,
      kind,
      name,
      dependsOn: textsOf(child(spec, 'dependsOn')),
    };
    for (const field of ['owner', 'lifecycle', 'system'] as const) {
      const value = textOf(child(spec, field));
      if (value !== undefined) entity[field] = value;
    }
    return [entity];
  });
  return { entities, faults: [] };
}
