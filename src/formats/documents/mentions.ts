import { looksLikeCommand } from './commands.ts';

/** Enough to decide whether a page mentions its repository; a generated index has thousands. */
const MAX_MENTIONS = 500;

const PATH = /(?<![\w@%.:/-])(?:\.{0,2}\/)?(?:[\w.@~+*<>{}$-]{1,80}\/){1,20}[\w.@~+*<>{}$-]{0,80}/g;
const FILE =
  /(?<![\w/@.-])\.?[\w-][\w.-]{0,80}\.(?:ya?ml|jsonc?|toml|md|mdx|sh|bash|ps1|py|ipynb|ts|tsx|js|mjs|jsx|go|rs|rb|java|kt|cs|php|sql|tf|tfvars|hcl|ini|cfg|conf|env|txt|lock|xml|html|css|proto|service|csv|properties|gradle|Dockerfile)(?![\w/-])/g;
const BARE_FILE = /(?<![\w/.-])(?:Dockerfile|Makefile|Jenkinsfile|Procfile|CODEOWNERS|Justfile|Taskfile)(?![\w/-])/g;
const TAG = /(?<![\w./-])v\d{1,5}(?:\.\d{1,6}){1,3}(?:-[\w.]{1,40})?(?![\w/-])/g;
const TARGET =
  /(?:^\s{0,20}|[;&|$(]\s{0,5})(?:make|just|task|(?:npm|pnpm|yarn|bun) run|rake|poe|invoke|nox -s|tox -e)\s+[\w:.-]{1,80}/g;
/** `deployment/agent`, `chat-api-policy`, `API_TOKEN`: names, surest inside code. */
const RESOURCE =
  /(?<![\w./@-])(?:[A-Za-z][\w]{0,60}(?:-[\w]{1,60}){1,8}|[A-Za-z][A-Za-z0-9]{0,40}(?:_[A-Za-z0-9]{1,40}){1,8})(?![\w/-])/g;

const EVERYWHERE = [FILE, BARE_FILE, TAG];
const IN_CODE = [PATH, ...EVERYWHERE, TARGET, RESOURCE];
const ADDRESS = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`|)]*/gi;

function trimmed(token: string): string {
  return token.replace(/^[\s;&|$(]+|[.,;:]+$/g, '').replace(/^\.\/(?=.)/, '');
}

/** Collects tokens in order of appearance, each once, with the first line it stands on. */
export class Mentions {
  readonly #found = new Map<string, number>();

  #add(token: string, line: number): void {
    const text = trimmed(token);
    if (text.length < 3 || text.length > 200 || /^[\d./-]+$/.test(text)) return;
    if (this.#found.size < MAX_MENTIONS && !this.#found.has(text)) this.#found.set(text, line);
  }

  #scan(patterns: readonly RegExp[], text: string, line: number): void {
    if (this.#found.size >= MAX_MENTIONS) return;
    const withoutAddresses = text.replace(ADDRESS, ' ');
    for (const pattern of patterns) {
      for (const match of withoutAddresses.matchAll(pattern)) this.#add(match[0], line);
    }
  }

  prose(text: string, line: number): void {
    this.#scan(EVERYWHERE, text, line);
    for (const match of text.replace(ADDRESS, ' ').matchAll(PATH)) {
      // "and/or" and "on/off" are no paths: one in prose has a dot, a digit, a second slash or a slash at its end.
      if (/\/$|[._~*\d]|\/.+\//.test(trimmed(match[0]))) this.#add(match[0], line);
    }
  }

  /** Hyphenated and underscored names of prose, many of them plain words: call it last. */
  names(text: string, line: number): void {
    this.#scan([RESOURCE], text, line);
  }

  code(text: string, line: number): void {
    // A span of one word or a command is a name in itself.
    const isName = text.length <= 80 && !text.includes('://') && (!/\s/.test(text) || looksLikeCommand(text));
    if (isName) this.#add(text, line);
    this.#scan(IN_CODE, text, line);
  }

  fence(text: string, line: number): void {
    text.split('\n').forEach((part, index) => {
      this.#scan(IN_CODE, part.replace(/(?<=\s)--?[A-Za-z][\w-]*=?/g, ' '), line + index);
    });
  }

  list(): { line: number; text: string }[] {
    return [...this.#found].map(([text, line]) => ({ line, text }));
  }
}
