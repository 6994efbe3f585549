import type { Identity } from '../../engine/fact-answers.ts';

/** The lower-case GitHub login in a noreply address; the address is declared, not proven. */
export function noreplyHandle(mail: string): string | undefined {
  return /^(?:\d+\+)?([a-z\d](?:[a-z\d-]{0,38})(?:\[bot\])?)@users\.noreply\.github\.com$/i
    .exec(mail)?.[1]
    ?.toLowerCase();
}

/** A commit identity, with the account named in a noreply address. */
export function identity(name: string, mail: string): Identity {
  const handle = noreplyHandle(mail);
  return handle === undefined ? { name, mail } : { name, mail, handle };
}

/**
 * Co-authors named in a commit message. Every such line counts, not only the trailer block, so that nobody is missed.
 */
export function coAuthors(message: string): Identity[] {
  const found = new Map<string, Identity>();
  for (const line of message.split('\n')) {
    const match = /^\s*co-authored-by\s*:([^<]*)<([^<>]*)>/i.exec(line);
    if (match === null) continue;
    const someone = identity((match[1] ?? '').trim(), (match[2] ?? '').trim());
    found.set(`${someone.name}\0${someone.mail}`, someone);
  }
  return [...found.values()];
}

/** Maps the identity of a commit as `.mailmap` says. */
export type Mailmap = (someone: Identity) => Identity;

interface Rule {
  name?: string;
  mail?: string;
}

/**
 * Reads a mailmap file: `Proper Name <proper@mail> Commit Name <commit@mail>` and its three shorter forms. Other lines
 * are ignored, as git does. A known account is kept: a mailmap only helps where there is none.
 */
export function readMailmap(text: string): Mailmap {
  const byMail = new Map<string, Rule>();
  const byBoth = new Map<string, Rule>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^([^<#]*)<([^<>]*)>(?:([^<]*)<([^<>]*)>)?/.exec(line);
    if (match === null) continue;
    const [, properName = '', first = '', commitName, second] = match;
    const rule: Rule = {
      ...(properName.trim() === '' ? {} : { name: properName.trim() }),
      ...(second === undefined ? {} : { mail: first.trim() }),
    };
    const mail = (second ?? first).trim().toLowerCase();
    const name = (commitName ?? '').trim().toLowerCase();
    if (name === '') byMail.set(mail, { ...byMail.get(mail), ...rule });
    else byBoth.set(`${name}\0${mail}`, rule);
  }
  return (someone) => {
    const mail = someone.mail.toLowerCase();
    const rule = byBoth.get(`${someone.name.toLowerCase()}\0${mail}`) ?? byMail.get(mail);
    if (rule === undefined) return someone;
    const mapped = identity(rule.name ?? someone.name, rule.mail ?? someone.mail);
    return someone.handle === undefined ? mapped : { ...mapped, handle: someone.handle };
  };
}
