import { join } from 'node:path';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { turnClockTo } from '../demo/clock.ts';
import { evalsOfToday, lastMinutePrompt, type PilotFiles, pilotFiles } from '../demo/support-triage.ts';
import { DAY, openGitHub, Pilot } from './pilot.ts';

/** A comment on the pull request; without a person, by the App. */
export interface Turn {
  by?: string;
  markdown: string;
}

/** One picture: comments or a terminal. Details sections whose heading contains `open` are expanded. */
export interface Picture {
  name: string;
  turns: Turn[];
  terminal?: { command: string; text: string };
  open?: string;
}

/** Plays a promotion from "blocked" to "ready" on GitHub's emulator and keeps what people would have seen. */
export async function story(root: string): Promise<Picture[]> {
  const turnBack = turnClockTo(`${DAY}T12:00:00Z`);
  const github = await openGitHub();
  try {
    return await pictures(github, join(root, 'examples/support-triage'));
  } finally {
    await github.close();
    turnBack();
  }
}

async function pictures(github: GitHub, folder: string): Promise<Picture[]> {
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
async function post(pilot: Pilot, by: string, text: string): Promise<Turn[]> {
  return [{ by, markdown: text }, { markdown: await pilot.answer(by, text) }];
}

/** From "blocked" to "ready". */
async function promoted(pilot: Pilot, files: PilotFiles): Promise<Picture[]> {
  const blocked: Picture = { name: 'blocked', turns: [{ markdown: await pilot.comment() }] };
  const { markdown, terminal } = await pilot.explain('RK-1');
  const explain: Picture = {
    name: 'explain',
    turns: [{ by: 'samir-haddad', markdown: '/readiness explain RK-1' }, { markdown }],
    terminal: { command: 'pilot-readiness explain RK-1', text: terminal },
  };
  await fix(pilot, files, ['docs/rollback.md', 'docs/runbook.md']);
  const turns = await post(pilot, 'tomas-lindqvist', 'Read all of it.\n\n/readiness sign-off security');
  await post(pilot, 'hanne-vik', '/readiness sign-off privacy');
  await post(pilot, 'ines-okafor', '/readiness accept OM-2 because I agreed the target with Dana in August');
  const ready: Picture = { name: 'ready', turns: [{ markdown: await pilot.comment() }], open: 'Accepted' };
  return [blocked, explain, { name: 'sign-off', turns }, ready];
}

/** One thing is waived for ten days, then somebody holds the pilot. */
async function waivedAndHeld(pilot: Pilot, files: PilotFiles): Promise<Picture[]> {
  const ask = '/readiness waive RK-1 until 2026-11-30 because the desk leads still measure what is normal';
  const turns = [
    ...(await post(pilot, 'samir-haddad', ask)),
    ...(await post(pilot, 'mira-castellano', '/readiness grant RK-1')),
  ];
  await fix(pilot, files, ['docs/runbook.md']);
  await post(pilot, 'tomas-lindqvist', '/readiness sign-off security');
  await post(pilot, 'tomas-lindqvist', '/readiness hold because the outage of Tuesday is not understood yet');
  return [
    { name: 'waiver', turns },
    { name: 'waiver-and-hold', turns: [{ markdown: await pilot.comment() }], open: 'Accepted' },
  ];
}

async function fix(pilot: Pilot, files: PilotFiles, paths: string[]): Promise<void> {
  await pilot.push('samir-haddad', Object.fromEntries(paths.map((path) => [path, files.whole[path] ?? ''])));
  await pilot.push('samir-haddad', await evalsOfToday(pilot.samir, pilot.repo, 'go-live', files));
}

/** Two who may not sign (one is no approver, the other wrote what she would sign), and a line that is not understood. */
async function refused(pilot: Pilot): Promise<Picture> {
  await pilot.push('hanne-vik', { 'docs/privacy.md': '# Privacy screening\n\nNothing leaves the house.\n' });
  const turns = [
    ...(await post(pilot, 'samir-haddad', '/readiness sign-off privacy')),
    ...(await post(pilot, 'hanne-vik', '/readiness sign-off privacy')),
    ...(await post(pilot, 'samir-haddad', '/readiness waive RK-1 until Monday because we are late')),
  ];
  return { name: 'refusal', turns };
}
