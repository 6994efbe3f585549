import { join } from 'node:path';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { turnClockTo } from '../demo/clock.ts';
import { evalsOfToday, lastMinutePrompt, type PilotFiles, pilotFiles } from '../demo/support-triage.ts';
import { DAY, openGitHub, Pilot } from './pilot.ts';

/** Something that was said on a pull request; without a person, by the App. */
export interface Turn {
  by?: string;
  markdown: string;
}

/** One picture: what was said, or a terminal beside it. Folds whose heading holds `unfold` stand open. */
export interface Scene {
  name: string;
  turns: Turn[];
  terminal?: { command: string; text: string };
  unfold?: string;
}

/** Plays a promotion from "blocked" to "ready" on GitHub's emulator and keeps what people would have seen. */
export async function story(root: string): Promise<Scene[]> {
  const turnBack = turnClockTo(`${DAY}T12:00:00Z`);
  const github = await openGitHub();
  try {
    return await told(github, join(root, 'examples/support-triage'));
  } finally {
    await github.close();
    turnBack();
  }
}

async function told(github: GitHub, folder: string): Promise<Scene[]> {
  const files = pilotFiles(folder);
  const open = (repo: string): Promise<Pilot> =>
    Pilot.open(github, { repo, folder, files, changed: lastMinutePrompt(files) });
  return [
    ...(await promoted(await open('support-triage'), files)),
    await refused(await open('order-triage')),
    ...(await waivedAndHeld(await open('mail-triage'), files)),
  ];
}

/** A line of somebody, and what the App answered. */
async function said(pilot: Pilot, by: string, text: string): Promise<Turn[]> {
  return [{ by, markdown: text }, { markdown: await pilot.answer(by, text) }];
}

/** From "blocked" to "ready". */
async function promoted(pilot: Pilot, files: PilotFiles): Promise<Scene[]> {
  const blocked: Scene = { name: 'blocked', turns: [{ markdown: await pilot.comment() }] };
  const { markdown, terminal } = await pilot.explain('RK-1');
  const explain: Scene = {
    name: 'explain',
    turns: [{ by: 'samir-haddad', markdown: '/readiness explain RK-1' }, { markdown }],
    terminal: { command: 'pilot-readiness explain RK-1', text: terminal },
  };
  await mend(pilot, files, ['docs/rollback.md', 'docs/runbook.md']);
  const turns = await said(pilot, 'tomas-lindqvist', 'Read all of it.\n\n/readiness sign-off security');
  await said(pilot, 'hanne-vik', '/readiness sign-off privacy');
  await said(pilot, 'ines-okafor', '/readiness accept OM-2 because I agreed the target with Dana in August');
  const ready: Scene = { name: 'ready', turns: [{ markdown: await pilot.comment() }], unfold: 'Accepted' };
  return [blocked, explain, { name: 'sign-off', turns }, ready];
}

/** One thing is waived for ten days, then somebody holds the pilot. */
async function waivedAndHeld(pilot: Pilot, files: PilotFiles): Promise<Scene[]> {
  const ask = '/readiness waive RK-1 until 2026-11-30 because the desk leads still measure what is normal';
  const turns = [
    ...(await said(pilot, 'samir-haddad', ask)),
    ...(await said(pilot, 'mira-castellano', '/readiness grant RK-1')),
  ];
  await mend(pilot, files, ['docs/runbook.md']);
  await said(pilot, 'tomas-lindqvist', '/readiness sign-off security');
  await said(pilot, 'tomas-lindqvist', '/readiness hold because the outage of Tuesday is not understood yet');
  return [
    { name: 'waiver', turns },
    { name: 'waiver-and-hold', turns: [{ markdown: await pilot.comment() }], unfold: 'Accepted' },
  ];
}

async function mend(pilot: Pilot, files: PilotFiles, paths: string[]): Promise<void> {
  await pilot.push('samir-haddad', Object.fromEntries(paths.map((path) => [path, files.whole[path] ?? ''])));
  await pilot.push('samir-haddad', await evalsOfToday(pilot.samir, pilot.repo, 'go-live', files));
}

/** Two who may not sign (one is no approver, the other wrote what she would sign), and a line that is not understood. */
async function refused(pilot: Pilot): Promise<Scene> {
  await pilot.push('hanne-vik', { 'docs/privacy.md': '# Privacy screening\n\nNothing leaves the house.\n' });
  const turns = [
    ...(await said(pilot, 'samir-haddad', '/readiness sign-off privacy')),
    ...(await said(pilot, 'hanne-vik', '/readiness sign-off privacy')),
    ...(await said(pilot, 'samir-haddad', '/readiness waive RK-1 until Monday because we are late')),
  ];
  return { name: 'refusal', turns };
}
