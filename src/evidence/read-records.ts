import type * as z from 'zod';
import { absent, type Fault, type Observation, seen } from '../domain/observation.ts';
import type { RecordSet } from '../engine/inputs.ts';
import { fitYaml } from '../formats/yaml/index.ts';
import type { EvidenceLoader } from './loader.ts';
import { refusedByTree } from './refusals.ts';
import { RECORDS, type RecordName } from './schema/index.ts';
import type { ControlRecord } from './schema/records.ts';
import { absenceReason, duplicateFaults, openFile } from './yaml-files.ts';

/** The maximum number of records of one kind; the newest are read. */
const MAX_RECORDS = 300;

/** Reads the records of one folder. None gives an empty set, not an absent one. */
export function readRecords(loader: EvidenceLoader, name: RecordName): Observation<RecordSet<unknown>> | undefined {
  const folder = `${loader.paths.root}/${name}`;
  const refused = loader.tree.has(folder) && !loader.tree.get(folder) ? undefined : refusedByTree(loader.tree, folder);
  if (refused?.state === 'absent') return absent({ path: folder }, absenceReason(folder, refused.why));
  const all = recordFiles(loader, folder);
  const read = all.slice(-MAX_RECORDS);
  const files = read.map((path) => ({ path, file: openFile(loader, path) }));
  if (files.some(({ file }) => file === undefined)) return undefined;
  return loader.memoized(`records:${name}`, () => {
    const set: RecordSet<unknown> = { folder, items: [], broken: [] };
    const present = new Set(read);
    const otherSpelling = (path: string): string =>
      path.endsWith('.yaml') ? path.replace(/yaml$/, 'yml') : path.replace(/yml$/, 'yaml');
    for (const path of all.slice(0, -MAX_RECORDS)) {
      set.broken.push({ path, faults: [wholeFileFault(path, `is one of more than ${MAX_RECORDS} records`)] });
    }
    for (const { path, file } of files) {
      if (file === undefined || file.state === 'unavailable') return file;
      const other = otherSpelling(path);
      // Which of the two was meant is ambiguous, so neither counts.
      if (present.has(other)) set.broken.push({ path, faults: duplicateFaults({ path }, { path: other }).slice(0, 1) });
      else if (file.state === 'invalid') set.broken.push({ path, faults: file.faults });
      else if (file.state === 'absent')
        set.broken.push({ path, faults: [wholeFileFault(path, refusal(path, file.why))] });
      else {
        const { blob } = file.value;
        const schema: z.ZodType = RECORDS[name];
        const { value, faults, at } = fitYaml(schema, file.value, blob === undefined ? {} : { blob });
        if (value === undefined || faults.length > 0) set.broken.push({ path, faults });
        else
          set.items.push({ name: path.slice(folder.length + 1).replace(/\.ya?ml$/, ''), path, record: { value, at } });
      }
    }
    return seen(name === 'controls' ? withoutAmbiguous(set as RecordSet<ControlRecord>) : set, { path: folder });
  });
}

/**
 * Takes out records of which it is not clear what they answer: several records of one control, and a record under the
 * name of another control. None of them counts, so the first in the folder does not win silently. Letter case aside.
 */
function withoutAmbiguous({ folder, items, broken }: RecordSet<ControlRecord>): RecordSet<ControlRecord> {
  const controlOf = ({ record }: (typeof items)[number]): string => record.value.control.toLowerCase();
  const faults = items.map((item): Fault[] => {
    const place = item.record.at('control');
    const other = items.find((one) => one !== item && controlOf(one) === controlOf(item));
    if (other !== undefined) return duplicateFaults(place, other.record.at('control')).slice(0, 1);
    if (item.name.toLowerCase() === controlOf(item)) return [];
    const { line = 1, column = 1 } = place;
    const right = `${folder}/${controlOf(item)}.yaml`;
    const problem = `is ${item.record.value.control}, but the file is named ${item.name}; its record belongs in ${right}`;
    return [{ path: item.path, line, column, key: 'control', problem, remedy: `Move the record to ${right}.` }];
  });
  const isClear = (_item: unknown, index: number): boolean => faults[index]?.length === 0;
  return {
    folder,
    items: items.filter(isClear),
    broken: [
      ...broken,
      ...items.map(({ path }, index) => ({ path, faults: faults[index] ?? [] })).filter((one) => one.faults.length > 0),
    ],
  };
}

function recordFiles(loader: EvidenceLoader, folder: string): string[] {
  return loader.tree.entries
    .map((entry) => entry.path)
    .filter((path) => path.startsWith(`${folder}/`) && /^[^/]+\.ya?ml$/.test(path.slice(folder.length + 1)));
}

function wholeFileFault(path: string, problem: string): Fault {
  return { path, line: 1, column: 1, key: '', problem, remedy: 'Keep the record itself here, as a plain file.' };
}

/** Why a file is absent, without its path, which the fault already contains. */
function refusal(path: string, why = 'is not there'): string {
  return why.startsWith(`${path} `) ? why.slice(path.length + 1) : why;
}
