import type { Explanation } from '../../engine/explanation.ts';
import { explanationParts } from '../model/explanation.ts';
import { utf8Length } from '../model/text.ts';
import { many } from '../model/words.ts';
import { printTerminal, type Terminal } from '../terminal/print-blocks.ts';
import { printMarkdown } from './print-blocks.ts';
import { evidenceLinks, policyLinks } from './pull-request.ts';

/** GitHub refuses a comment above 65,536 characters. */
const MAX_BYTES = 58_000;

/** The answer to "why" as a comment: what was found where, which line of the policy requires it, what to add, who can act. */
export function renderExplanation(explanation: Explanation, { serverUrl }: { serverUrl: string }): string {
  const links =
    explanation.kind === 'checks'
      ? { evidence: evidenceLinks(explanation.report, serverUrl), policy: policyLinks(explanation.report, serverUrl) }
      : undefined;
  const parts = explanationParts(explanation, links).map((blocks) => printMarkdown(blocks).trimEnd());
  let bytes = 0;
  const end = parts.findIndex((part) => {
    bytes += utf8Length(part) + 2;
    return bytes > MAX_BYTES;
  });
  if (end < 0) return parts.join('\n\n');
  const more = `and ${many(parts.length - end, 'more check')}: request one by its code.`;
  return [...parts.slice(0, end), more].join('\n\n');
}

/** The same for a terminal. */
export function renderExplanationForTerminal(explanation: Explanation, terminal: Terminal): string {
  return printTerminal(explanationParts(explanation).flat(), terminal);
}
