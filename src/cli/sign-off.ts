import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Document, parseDocument } from 'yaml';
import { coversOf } from '../criteria/shared/controls/cases.ts';
import { covered } from '../domain/cover.ts';
import { day } from '../domain/dates.ts';
import { UnavailableError, UserError } from '../domain/errors.ts';
import { parsePerson } from '../domain/people/person.ts';
import { CONTROLS, type ControlRecord, controlRecord } from '../evidence/schema/records.ts';
import { nearest, readYaml } from '../formats/yaml/index.ts';
import { openWorktree } from '../git/worktree.ts';
import { faultLine } from '../render/model/words.ts';
import { policyOf } from './evaluate-worktree.ts';
import { clockOf, POLICY } from './options.ts';
import { defineVerb } from './verb.ts';
import { refuseLinks, writePlainFile } from './write-file.ts';

/**
 * Writes `controls/<control>.yaml` with the ids of the files that the control covers now. Fields that a person wrote
 * (conditions, risks, notes) stay as they are. The record alone proves nothing, and the output says so.
 */
export const signOff = defineVerb({
  name: 'sign-off',
  usage: 'CONTROL [DIR]',
  summary: 'Write or update the record of a control with the IDs of the files it covers',
  maxArguments: 2,
  options: {
    approver: { value: 'HANDLE', summary: 'Who signs (default: the approver of the existing record)' },
    'as-of': { value: 'DATE', summary: 'The day of the signature (default: today)' },
    pr: { value: 'NUMBER', summary: 'The pull request in which the approver approves it' },
    decline: { summary: 'Record that the approver declined' },
    ...POLICY,
  },
  run: async ({ positionals, options, world }) => {
    const [control, dir = '.'] = positionals;
    if (control === undefined)
      throw new UserError('sign-off: no control is given', `Name one: ${CONTROLS.join(', ')}.`);
    const now = clockOf(options['as-of'], world.now);
    const worktree = await openWorktree(resolve(world.cwd, dir), {});
    const { policy } = await policyOf(worktree, { now, profile: undefined, file: options.policy, cwd: world.cwd });
    const known = [...new Set<string>([...CONTROLS, ...Object.keys(policy.controls)])];
    if (!known.includes(control)) {
      const near = nearest(control, known);
      throw new UserError(
        `sign-off: there is no control "${control}"${near ? `; did you mean ${near}?` : ''}`,
        `Controls: ${known.join(', ')}.`,
      );
    }
    const tree = await worktree.files.tree();
    if (tree.state !== 'seen') throw new UnavailableError('the files of the pilot could not be listed');
    const folder = `${policy.evidence.root}/controls`;
    const yml = `${folder}/${control}.yml`;
    const path = tree.value.get(yml) ? yml : `${folder}/${control}.yaml`;
    const root = resolve(world.cwd, dir);
    const target = resolve(root, path);
    await refuseLinks(target, root);
    const before = tree.value.get(path) ? await existing(worktree, path) : undefined;
    const covers = coversOf(control, policy.controls[control]?.covers ?? [], before?.record, policy.evidence.root);
    const list = covered(tree.value, covers).filter((entry) => entry.mode.startsWith('100'));
    if (list.length === 0) {
      throw new UserError(
        `sign-off ${control}: there is nothing to sign; no file matches ${covers.join(', ')}`,
        `Write docs/${control}.md, or name what it covers under controls.${control}.covers in the policy.`,
      );
    }
    const approver = options.approver ?? before?.record?.approver;
    if (approver === undefined || parsePerson(approver).handle === undefined || parsePerson(approver).placeholder) {
      throw new UserError(
        `sign-off ${control}: ${approver === undefined ? 'no approver is given' : `${approver} is not a person's handle`}`,
        'Add --approver HANDLE.',
      );
    }
    const pr = pullRequest(options.pr);
    const document = before?.document ?? new Document({ control });
    document.set('subject', document.createNode(list.map((entry) => ({ path: entry.path, blob: entry.blob }))));
    document.set('decision', options.decline === true ? 'declined' : 'approved');
    document.set('approver', `@${approver.replace(/^@/, '')}`);
    document.set('date', day(now));
    document.delete('expires');
    if (pr !== undefined) document.set('pr', pr);
    const text = document.toString({ lineWidth: 0 });
    await mkdir(dirname(target), { recursive: true });
    await writePlainFile(target, text, root);
    world.write(
      [
        `Wrote ${join(dir, path)}: ${approver} ${options.decline === true ? 'declined' : 'approved'} ${control} on ${day(now)}, bound to`,
        ...list.map((entry) => `  ${entry.blob.slice(0, 12)}  ${entry.path}`),
        '',
        'A record alone proves nothing. It counts once its approver approves the pull',
        `request that brings it${pr === undefined ? ' (add --pr NUMBER so that it can be found)' : ` (#${pr})`}.`,
        '',
      ].join('\n'),
    );
    return 0;
  },
});

async function existing(worktree: Awaited<ReturnType<typeof openWorktree>>, path: string) {
  const file = (await worktree.files.files([path], 256 * 1024)).get(path);
  if (file?.state !== 'seen')
    throw new UserError(`${path} could not be read`, 'Fix or remove the record, then sign again.');
  const read = readYaml<ControlRecord>(controlRecord, path, file.value);
  const document = parseDocument(new TextDecoder().decode(file.value));
  if (document.errors.length > 0) {
    throw new UserError(
      read.faults.map(faultLine).join('; ') || `${path} is not YAML`,
      'Fix the record by hand, then sign again; nothing was written.',
    );
  }
  return { record: read.value, document };
}

function pullRequest(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given.replace(/^#/, ''));
  if (!Number.isInteger(number) || number < 1) throw new UserError(`--pr ${given} is not a number`, 'Write --pr 41.');
  return number;
}
