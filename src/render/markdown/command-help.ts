import type { CommandHelp } from '../../commands/receipt.ts';
import { type Item, line } from '../model/blocks.ts';
import { printMarkdown } from './print-blocks.ts';

/** The help as GitHub Markdown: every form, what it does, who can use it. With `ledger` false: what a workflow supports. */
export function renderCommandHelp(rows: CommandHelp[], { ledger }: { ledger: boolean }): string {
  const known = ledger ? rows : rows.filter(({ instead }) => instead === undefined);
  const items = known.map(({ forms, does, who }): Item => {
    const all = forms.flatMap((form, index) => [...(index === 0 ? [] : [' · ']), { code: form }]);
    return { text: line`${all}: ${does}. Who: ${who}.` };
  });
  const closing = ledger
    ? 'A command starts at the beginning of a line of a new comment. Quotes, code, bots and edited comments are ignored.'
    : 'A workflow has no ledger: sign-offs are reviews, and waivers are in the policy file.';
  return printMarkdown([{ kind: 'list', items: [...items, { text: closing }] }]).trimEnd();
}

/** The alternative to a command that needs the ledger; undefined for one that needs none, or that does not exist. */
export function insteadOfCommand(rows: CommandHelp[], word: string): string | undefined {
  return rows.find(({ verb, aliases }) => [verb, ...aliases].includes(word))?.instead;
}

/** The page of all commands: one table, from the same data as the help. */
export function commandsPage(rows: CommandHelp[]): string {
  const table = rows.map(({ forms, aliases, who, does, instead = 'works there too' }) => {
    const also = aliases.length === 0 ? '' : `<br>also ${aliases.map(code).join(', ')}`;
    return `| ${forms.map(code).join('<br>')}${also} | ${cell(who)} | ${cell(does)} | ${cell(instead)} |`;
  });
  return ['| Command | Who | Does | In a workflow, without the App |', '|-|-|-|-|', ...table].join('\n');
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
