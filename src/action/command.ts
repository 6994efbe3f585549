import type { CommandLine } from '../commands/language/command-lines.ts';
import { verbOf } from '../commands/language/verbs.ts';
import { catalog } from '../criteria/index.ts';
import { explanationOf } from '../engine/explanation.ts';
import { renderExplanation } from '../render/markdown/explanation.ts';
import { cut, forMarkdownCode } from '../render/model/text.ts';
import type { Run } from './context.ts';
import { evaluate, evaluateAndPublish } from './evaluate-and-publish.ts';
import { HELP, insteadOf } from './words.ts';
import { writerOf } from './writer.ts';

/** Answers one `/readiness` command of a comment, as far as possible without a ledger. */
export async function answerCommand(run: Run, number: number, command: CommandLine): Promise<number> {
  const { world, inputs } = run;
  switch (verbOf(command.verb)) {
    case 'check': {
      const { code } = await evaluateAndPublish(run, number);
      if (!inputs.checkRun && code !== 0) {
        world.info(
          'The check of this pull request is the result of its own job: run that job again to update it, or set check-run: true.',
        );
      }
      return 0;
    }
    case 'explain':
      await reply(run, number, await explained(run, number, command.rest));
      return 0;
    case 'help':
      await reply(run, number, `- ${HELP}`);
      return 0;
    default:
      await reply(run, number, refusal(command.verb));
      return 0;
  }
}

function refusal(verb: string): string {
  const instead = insteadOf(verb);
  if (instead === undefined)
    return `There is no command ${forMarkdownCode(cut(verb, 40))}. Available here:\n\n- ${HELP}`;
  return `${forMarkdownCode(verb)} needs the App. ${instead}`;
}

async function explained(run: Run, number: number, wanted: string): Promise<string> {
  const { report, policy } = await evaluate(run, number);
  if (report === undefined || policy === undefined)
    return 'Nothing was evaluated here, so there is nothing to explain.';
  const explanation = explanationOf({ catalog, policy, report, wanted });
  return renderExplanation(explanation, { serverUrl: run.access.serverUrl });
}

async function reply(run: Run, number: number, body: string): Promise<void> {
  const { writer } = await writerOf(run);
  await writer.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...run.world.repository,
    issue_number: number,
    body,
  });
}
