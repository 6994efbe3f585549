/** Every verb of `/readiness`, in the order in which help tells them. */
export const VERBS = [
  'check',
  'explain',
  'sign-off',
  'decline',
  'withdraw',
  'accept',
  'waive',
  'not-applicable',
  'grant',
  'revoke',
  'hold',
  'release',
  'retire',
  'help',
] as const;
export type Verb = (typeof VERBS)[number];

/** Other words for a verb, and the forms in which its line may be written. */
interface Form {
  aliases: string[];
  forms: string[];
}

export const FORMS: Record<Verb, Form> = {
  check: { aliases: [], forms: ['/readiness', '/readiness check'] },
  explain: { aliases: ['why'], forms: ['/readiness explain <criterion or code>'] },
  'sign-off': {
    aliases: ['signoff', 'approve'],
    forms: [
      '/readiness sign-off <control> [note]',
      '/readiness sign-off <control> @<commit> [note]',
      '/readiness sign-off <control> if <condition> by <date>',
    ],
  },
  decline: { aliases: ['reject'], forms: ['/readiness decline <control> because <reason>'] },
  withdraw: { aliases: [], forms: ['/readiness withdraw <control>'] },
  accept: { aliases: [], forms: ['/readiness accept <code> because <reason>'] },
  waive: { aliases: [], forms: ['/readiness waive <code> until <date> because <reason>'] },
  'not-applicable': {
    aliases: ['na'],
    forms: [
      '/readiness not-applicable <code> because <reason>',
      '/readiness not-applicable <code> <part> because <reason>',
    ],
  },
  grant: { aliases: [], forms: ['/readiness grant <code>', '/readiness grant <code> from @<who asked>'] },
  revoke: { aliases: [], forms: ['/readiness revoke <code>'] },
  hold: { aliases: [], forms: ['/readiness hold because <reason>'] },
  release: { aliases: ['unhold'], forms: ['/readiness release'] },
  retire: { aliases: [], forms: ['/readiness retire because <reason>'] },
  help: { aliases: [], forms: ['/readiness help'] },
};

const BY_WORD = new Map<string, Verb>(
  VERBS.flatMap((verb) => [verb, ...FORMS[verb].aliases].map((word): [string, Verb] => [word, verb])),
);

/** The verb that a word stands for, in any case; undefined for a word that nobody knows. */
export function verbOf(word: string): Verb | undefined {
  return BY_WORD.get(word.toLowerCase());
}

/** Every word that is understood as a verb. */
export function knownWords(): string[] {
  return [...BY_WORD.keys()];
}
