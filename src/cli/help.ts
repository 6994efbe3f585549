const COMMANDS: Record<string, { usage: string; does: string; options: [string, string][] }> = {
  init: {
    usage: 'init [DIR]',
    does: 'writes the files a pilot starts with, never over one, and lists what is left to write and whom to ask',
    options: [
      ['--profile NAME', 'minimal (default), standard or regulated'],
      ['--dry-run', 'write nothing, and say the same'],
      ['--as-of DATE', 'as if today were this day'],
    ],
  },
  check: {
    usage: 'check [DIR]',
    does: 'judges a pilot: what is proven, what is missing, where, how to fix it, who can act',
    options: [
      ['--ref REF', 'judge this branch, tag or commit instead of the files on disk'],
      ['--policy FILE', 'judge by this policy instead of the one on the default branch'],
      ['--org-policy FILE', "the organization's policy: a floor under the pilot's own"],
      ['--profile NAME', 'minimal, standard or regulated; only tightens, and says what the step costs'],
      ['--only ID,…', 'judge only these criteria; the verdict can then not be ready'],
      ['--as-of DATE', 'judge as if today were this day'],
      ['--format NAME', 'terminal (default), markdown, json, sarif or canvas (one HTML page)'],
      ['--output FILE', 'write there instead of the terminal'],
      ['--promotion', 'judge as a promotion (the default here)'],
      ['--github REPO#N', 'ask GitHub who exists and who approved, with GITHUB_TOKEN'],
      ['--offline-ok', 'end well when only facts that GitHub holds are open'],
    ],
  },
  explain: {
    usage: 'explain [CRITERION or CODE]',
    does: 'judges, and says of one check what was seen where, which line asks for it, what to add, who can act',
    options: [
      ['--dir DIR', 'the pilot that is judged (default: here)'],
      ['--policy FILE', 'judge by this policy instead of the one on the default branch'],
      ['--org-policy FILE', "the organization's policy: a floor under the pilot's own"],
      ['--as-of DATE', 'judge as if today were this day'],
      ['--github REPO#N', 'ask GitHub who exists and who approved, with GITHUB_TOKEN'],
    ],
  },
  inspect: {
    usage: 'inspect FILE',
    does: 'what is read in a file: eval results, a runbook, an evidence file, a table',
    options: [['--format NAME', 'terminal (default) or json']],
  },
  policy: {
    usage: 'policy [DIR]',
    does: 'validates the policy and prints what is in force, with the origin of each value',
    options: [
      ['--policy FILE', 'use this file instead of the one on the default branch'],
      ['--org-policy FILE', "the organization's policy: a floor under the pilot's own"],
      ['--profile NAME', 'only tightens'],
      ['--as-of DATE', 'as if today were this day'],
    ],
  },
  'policy simulate': {
    usage: 'policy simulate --policy FILE DIR…',
    does: 'judges pilots by their policy and by another one, and names the checks that turn',
    options: [
      ['--policy FILE', 'the policy as it would be'],
      ['--org NAME', 'all pilots of an organization instead of folders, without a clone'],
      ['--as PLACE', 'organization (default with --org) or repository: whose policy FILE would be'],
      ['--format NAME', 'table (default), csv or json'],
      ['--output FILE', 'write there instead of the terminal'],
      ['--as-of DATE', 'judge as if today were this day'],
    ],
  },
  'sign-off': {
    usage: 'sign-off CONTROL [DIR]',
    does: 'writes or refreshes the record of a control with the ids of the files it covers',
    options: [
      ['--approver HANDLE', 'who signs; kept from the record when left out'],
      ['--as-of DATE', 'the day of the signature (default: today)'],
      ['--pr NUMBER', 'the pull request in which the approver approves it'],
      ['--decline', 'record that the approver declined'],
    ],
  },
  doctor: {
    usage: 'doctor OWNER/REPO',
    does: 'whether GitHub keeps out what is not ready (exit 0 yes, 1 no, 2 unseen)',
    options: [
      ['--app-id N', 'the number of your App: only a check pinned to it is called yours'],
      ['--org NAME', 'all pilots of an organization instead, one line each'],
      ['--property NAME=VALUE', 'with --org: also the ruleset that covers all that carry the property'],
      ['--format NAME', 'terminal (default) or json'],
      ['--as-of DATE', 'as if today were this day'],
    ],
  },
  portfolio: {
    usage: 'portfolio --org NAME',
    does: 'every pilot of an organization in one row: verdict, what is open for longest and with whom, what ends next',
    options: [
      ['--format NAME', 'table (default), html, csv or json'],
      ['--output FILE', 'write there instead of the terminal'],
      ['--app-id N', 'the number of your App: only a check pinned to it is called yours'],
      ['--as-of DATE', 'judge as if today were this day'],
    ],
  },
  'eval-stamp': {
    usage: 'eval-stamp [DIR]',
    does: 'records beside the eval results which code they were made from; run it right after the suite',
    options: [
      ['--run-id ID', 'the workflow run that made them'],
      ['--as-of DATE', 'when they were made, if the file does not say'],
    ],
  },
};

/** The first page: commands and exit codes. */
export const HELP = `pilot-readiness: a gate between an AI pilot and production

Usage: pilot-readiness COMMAND [options]

${Object.values(COMMANDS)
  .map((command) => `  ${command.usage}\n      ${command.does}`)
  .join('\n')}

  help COMMAND    the options of a command
  version         the version of this tool

Exit codes: 0 ready, 1 not ready, 2 undetermined (something could not be
looked at), 3 unusable policy or wrong usage.
`;

/** The page of one command; the first page for a word that is none. */
export function verbHelp(verb: string): string {
  const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
  if (command === undefined) return HELP;
  const longest = Math.max(...command.options.map(([name]) => name.length));
  const options = command.options.map(([name, does]) => `  ${name.padEnd(longest)}  ${does}`);
  return `Usage: pilot-readiness ${command.usage} [options]\n\n${command.does}\n\n${options.join('\n')}\n`;
}
