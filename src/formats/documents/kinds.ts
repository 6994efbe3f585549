import { SECTION_KINDS, type SectionKind } from '../../domain/document.ts';
import { ENGLISH } from './synonyms-en.ts';
import { PORTUGUESE, SPANISH } from './synonyms-es-pt.ts';
import { FRENCH, GERMAN } from './synonyms-fr-de.ts';

const TABLES = { en: ENGLISH, fr: FRENCH, de: GERMAN, es: SPANISH, pt: PORTUGUESE } as const;
type Language = keyof typeof TABLES;
const LANGUAGES = Object.keys(TABLES) as Language[];

/** Longest heading matched, in words; longer ones are sentences. */
const MAX_WORDS = 40;

interface Phrase {
  kind: SectionKind;
  language: Language;
  whole: boolean;
  words: { text: string; prefix: boolean }[];
}

function phrasesOf(language: Language): Phrase[] {
  return SECTION_KINDS.flatMap((kind) =>
    TABLES[language][kind].split('|').map((written): Phrase => {
      const text = written.trim();
      const words = text.replace(/^=/, '').split(' ');
      return {
        kind,
        language,
        whole: text.startsWith('='),
        words: words.map((word) => ({ text: word.replaceAll('*', ''), prefix: word.endsWith('*') })),
      };
    }),
  );
}

const PHRASES = LANGUAGES.flatMap(phrasesOf);

/** Phrases by the first two letters of their first word, because there are more than a thousand of them. */
const BY_START = new Map<string, Phrase[]>();
for (const phrase of PHRASES) {
  const key = (phrase.words[0]?.text ?? '').slice(0, 2);
  BY_START.set(key, [...(BY_START.get(key) ?? []), phrase]);
}

/** Lower case, without accents, emoji and punctuation; hyphens and apostrophes separate words. */
export function plainWords(text: string): string[] {
  return text
    .slice(0, 1000)
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
}

const SCENARIO =
  /^\W{0,8}(?:p[0-4]|sev[- ]?[0-5]|s[1-4]|alert|incident|scenario|symptom|failure)\s*\d{0,3}\s*(?:[:—–]|\s-\s)/iu;
const NUMBERING =
  /^(?:(?:step|phase|stage|part|section|chapter|schritt|etapa|étape|etape|paso|passo|fase)\s+(?=[\d§]))?(?:§\s*)?(?:\d[\d.):]*(?![\p{L}\p{N}]))?\s*(?:[-—–:.)]\s*)?/iu;

/** A heading's own words: numbering, emoji, "Step 2", "§", "P1 —" and "Alert:" taken off the front. */
export function headingWords(title: string): string[] {
  const bare = title.replace(/^[^\p{L}\p{N}§]+/u, '').replace(SCENARIO, '');
  const numbered = bare.replace(NUMBERING, '');
  return plainWords(numbered === '' ? bare : numbered).slice(0, MAX_WORDS);
}

function matches(phrase: Phrase, words: readonly string[], at: number): boolean {
  if (phrase.whole && (at > 0 || words.length !== phrase.words.length)) return false;
  return phrase.words.every((wanted, offset) => {
    const word = words[at + offset];
    if (word === undefined) return false;
    return wanted.prefix ? word.startsWith(wanted.text) : word === wanted.text;
  });
}

/**
 * What a heading or label is about, by words rather than by equality, in English, French, German, Spanish and
 * Portuguese. Several kinds are possible ("Rollback and verification"); none means the words are not known.
 */
export function kindsOf(title: string): { kinds: SectionKind[]; languages: Set<string> } {
  const words = headingWords(title);
  const found = new Set<SectionKind>();
  const languages = new Set<string>();
  words.forEach((word, index) => {
    for (const phrase of BY_START.get(word.slice(0, 2)) ?? []) {
      if (!matches(phrase, words, index)) continue;
      found.add(phrase.kind);
      languages.add(phrase.language);
    }
  });
  // "P1: Agent not responding" is a failure scenario whatever its words are.
  if (SCENARIO.test(title.replace(/^[^\p{L}\p{N}]+/u, ''))) found.add('diagnosis');
  return { kinds: SECTION_KINDS.filter((kind) => found.has(kind)), languages };
}

/** The language most headings were recognized in; English wins a tie. */
export function guessLanguage(headings: readonly string[]): string | undefined {
  const votes = new Map<string, number>();
  for (const heading of headings) {
    for (const language of kindsOf(heading).languages) votes.set(language, (votes.get(language) ?? 0) + 1);
  }
  let best: string | undefined;
  for (const language of LANGUAGES) {
    if ((votes.get(language) ?? 0) > (best === undefined ? 0 : (votes.get(best) ?? 0))) best = language;
  }
  return best;
}
