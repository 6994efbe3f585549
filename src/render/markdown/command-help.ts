import type { CommandHelp } from '../../commands/receipt.ts';

/** The help as GitHub Markdown: every form, who may write it, what it does. With `ledger` false: what a workflow understands. */
export function renderCommandHelp(rows: CommandHelp[], options: { ledger: boolean }): string {
  const known = options.ledger ? rows : rows.filter(({ instead }) => instead === undefined);
  const closing = options.ledger
    ? 'A command stands at the very start of a line of a new comment. Quotes, code, bots and edited comments are not heard.'
    : 'In a workflow there is no ledger: sign-offs are reviews, waivers stand in the policy file.';
  return [...known.map((row) => `- ${forms(row)}: ${row.does}. ${who(row)}.`), `- ${closing}`].join('\n');
}

/** What serves instead of a command that needs the ledger; undefined for a word that needs none, or that nobody knows. */
export function insteadOfCommand(rows: CommandHelp[], word: string): string | undefined {
  return rows.find(({ verb, aliases }) => [verb, ...aliases].includes(word))?.instead;
}

/** The page of all commands: one table, made of the same data as the help. */
export function commandsPage(rows: CommandHelp[]): string {
  const table = rows.map((row) => {
    const also = row.aliases.map((alias) => `\`${alias}\``).join(', ');
    return `| ${row.forms.map(code).join('<br>')}${also === '' ? '' : `<br>also ${also}`} | ${cell(row.who)} | ${cell(row.does)} | ${cell(row.instead ?? 'works there too')} |`;
  });
  return ['| Command | Who | Does | In a workflow, without the App |', '|-|-|-|-|', ...table].join('\n');
}

function forms({ forms: all }: CommandHelp): string {
  return all.map(code).join(' · ');
}

function who({ who: people }: CommandHelp): string {
  return `Who: ${people}`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

function cell(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('|', '\\|');
}
