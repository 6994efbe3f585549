import { answerCommands } from '../../src/commands/answer.ts';
import type { CommandTools } from '../../src/commands/tools.ts';
import { readCommands } from '../../src/core/command-lines.ts';
import type { Receipt, Refusal } from '../../src/core/commands/receipt.ts';
import type { Decision, Tampering } from '../../src/core/decisions/decision.ts';

export const HEAD = 'a1'.repeat(20);
export const OLD = 'c3'.repeat(20);
export const AT = '2026-11-20T12:00:00Z';

/** Who may what on the stage: mira signs privacy, tom and lea security, dana and ute grant; ravi opened and wrote it. */
export function tools(over: Partial<CommandTools> = {}): CommandTools {
  const row = (control: string, approvers: string[]) => ({
    control,
    approvers,
    covers: [`docs/${control}.md`],
    validDays: 365,
    required: true,
  });
  return {
    now: Date.parse(AT) + 2_000,
    pullRequest: { number: 9, isOpen: true, opener: 'ravi' },
    policy: { waivers: { approvers: ['@dana', '@ute'], maxDays: 90, granted: [] } },
    controls: [row('privacy', ['@mira', '@both']), row('security', ['@tom', '@lea', '@both'])],
    checks: [
      { code: 'RB-7', waivable: true },
      { code: 'CS-2', waivable: false },
    ],
    headAtArrival: { known: true, value: HEAD },
    lastReportedHead: HEAD,
    lastPush: async () => ({ known: true, value: '2026-11-20T11:58:59Z' }),
    headNow: async () => ({ known: true, value: HEAD }),
    isAmong: async (login, approvers) => approvers.some((one) => one.replace(/^@/, '') === login),
    authors: async () => ({ known: true, value: [{ commit: HEAD, login: 'ravi' }] }),
    wroteCovered: async () => ({ known: true, value: [] }),
    coveredAt: async (subject, sha) => ({
      known: true,
      value: [{ path: `docs/${subject}.md`, mode: '100644', blob: sha === OLD ? 'd4'.repeat(20) : 'b2'.repeat(20) }],
    }),
    signers: async () => ({ known: true, value: new Map() }),
    holdersOf: async (subject) => ({
      known: true,
      value: subject === 'OM-2' ? { role: 'sponsor', who: ['ines'] } : undefined,
    }),
    ...over,
  };
}

export interface Scene {
  by?: string;
  at?: string;
  tools?: Partial<CommandTools>;
  before?: Decision[];
  tamperings?: Tampering[];
  review?: { state: string; commit?: string };
  comment?: number;
}

/** Answers the lines of one comment. */
export function send(text: string, scene: Scene = {}): Promise<Receipt[]> {
  const id = scene.comment ?? 500;
  return answerCommands(
    {
      by: scene.by ?? 'mira',
      at: scene.at ?? AT,
      comment: { kind: scene.review ? 'review' : 'comment', id, url: `https://github.example/a/b/pull/9#c-${id}` },
      lines: readCommands(text),
      ...(scene.review ? { review: scene.review } : {}),
    },
    { decisions: scene.before ?? [], tamperings: scene.tamperings ?? [] },
    tools(scene.tools),
  );
}

/** The decision that one line led to; throws with the receipt when there is none. */
export async function decided(text: string, scene: Scene = {}): Promise<Decision> {
  const [receipt] = await send(text, scene);
  if (receipt?.kind !== 'recorded') throw new Error(JSON.stringify(receipt));
  return receipt.decision;
}

/** Why one line was refused; throws with the receipt when it was not. */
export async function refusal(text: string, scene: Scene = {}): Promise<Refusal> {
  const [receipt] = await send(text, scene);
  if (receipt?.kind !== 'refused') throw new Error(JSON.stringify(receipt));
  return receipt.refusal;
}
