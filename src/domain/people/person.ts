/** Who is meant by what people write in evidence and policy. */

/** A person or team as written. Exactly one of `handle`, `team` is set for an account; neither for `Name <mail>`. */
export interface Person {
  written: string;
  /** Lower-cased login, without `@`. */
  handle?: string;
  /** Lower-cased `organization/team`. */
  team?: string;
  name?: string;
  mail?: string;
  /** A role word ("on-call engineer") or a placeholder is not a person. */
  placeholder: boolean;
}

const ROLE_WORDS =
  /^(tbd|tbc|todo|tba|n\/?a|none|unknown|someone|nobody|owner|name|your[- ]?name|jane[ .-]?doe|john[ .-]?doe|team|sre|devops|ops|operations|dev|developer|engineer|on-?call|oncall|on-?call[- ]engineer|solo operator|product[- ]owner|manager|admin|ceo|cto|handle|user(name)?|placeholder|changeme|xxx+|\?+|-+|_+)( team)?$/i;

/** Reads `@handle`, `handle`, `@org/team`, `Name <mail>` or plain words; never throws. */
export function parsePerson(written: string): Person {
  const trimmed = written.trim();
  const mailed = /^(.{1,100}?)\s*<([^<>\s@]{1,64}@[^<>\s@]{1,190})>$/.exec(trimmed);
  if (mailed?.[1] && mailed[2]) {
    const placeholder =
      ROLE_WORDS.test(mailed[1].trim()) || /@(example\.(com|org|net)|domain\.|company\.|acme\.test)/i.test(mailed[2]);
    return { written, name: mailed[1].trim(), mail: mailed[2].toLowerCase(), placeholder };
  }
  const account = /^@?([A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:\/([A-Za-z0-9._-]{1,100}))?$/.exec(trimmed);
  if (account?.[1]) {
    const placeholder =
      ROLE_WORDS.test(account[1]) || (account[2] !== undefined && /^(todo|tbd|xxx+)$/i.test(account[2]));
    const login = account[1].toLowerCase();
    return account[2] === undefined
      ? { written, handle: login, placeholder }
      : { written, team: `${login}/${account[2].toLowerCase()}`, placeholder };
  }
  return { written, name: trimmed, placeholder: true };
}

/** Two spellings of one account or team. Names without an account are compared by mail. */
export function samePerson(a: Person, b: Person): boolean {
  if (a.handle !== undefined || b.handle !== undefined) return a.handle === b.handle;
  if (a.team !== undefined || b.team !== undefined) return a.team === b.team;
  return a.mail !== undefined && a.mail === b.mail;
}
