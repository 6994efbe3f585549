import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import { exitCodeOf, USAGE_EXIT_CODE } from '../domain/verdict.ts';
import { nearest } from '../formats/yaml/index.ts';
import { forTerminal } from '../render/model/text.ts';
import { faultLine } from '../render/model/words.ts';
import { check } from './check.ts';
import { doctor } from './doctor.ts';
import { evalStamp } from './eval-stamp.ts';
import { explain } from './explain.ts';
import { helpPage, verbHelp } from './help.ts';
import { init } from './init.ts';
import { inspect } from './inspect.ts';
import { policy } from './policy.ts';
import { portfolio } from './portfolio.ts';
import { signOff } from './sign-off.ts';
import { simulate } from './simulate.ts';
import type { World } from './verb.ts';
import { VERSION } from './version.ts';

/** Every verb, in the order of help. */
const VERBS = [init, check, explain, inspect, policy, simulate, signOff, doctor, portfolio, evalStamp];

/**
 * Runs one command line and returns its exit code: 0 ready, 1 not ready, 2 undetermined, 3 unusable policy or wrong
 * usage. Expected errors are one line on stderr with what to do next; a stack trace is a bug.
 */
export async function main(argv: string[], world: World): Promise<number> {
  const [first, second] = argv;
  const two = VERBS.find(({ name }) => name === `${first} ${second}`);
  const verb = two ?? VERBS.find(({ name }) => name === first);
  const args = argv.slice(two ? 2 : 1);
  try {
    if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
      const about = VERBS.find(({ name }) => name === args.join(' '));
      world.write(about === undefined ? helpPage(VERBS) : verbHelp(about));
      return 0;
    }
    if (first === '--version' || first === '-V' || first === 'version') {
      world.write(`${VERSION}\n`);
      return 0;
    }
    if (verb === undefined) {
      const names = VERBS.map(({ name }) => name);
      const near = nearest(first, names);
      throw new UserError(
        `there is no command "${first}"${near ? `; did you mean ${near}?` : ''}`,
        `Commands: ${names.join(', ')}. Run: pilot-readiness help`,
      );
    }
    if (args.includes('--help') || args.includes('-h')) {
      world.write(verbHelp(verb));
      return 0;
    }
    return await verb.run(args, world);
  } catch (error) {
    return reportError(error, world);
  }
}

function reportError(error: unknown, world: World): number {
  if (error instanceof UserError) {
    const message = forTerminal(error.message);
    world.warn(`pilot-readiness: ${message}${message.endsWith('?') ? '' : '.'} ${forTerminal(error.remedy)}\n`);
    return USAGE_EXIT_CODE;
  }
  if (error instanceof PolicyError) {
    world.warn(
      `pilot-readiness: ${error.message}; nothing was evaluated\n${error.faults.map((fault) => `${faultLine(fault)}\n`).join('')}`,
    );
    return exitCodeOf('invalid-policy');
  }
  if (error instanceof UnavailableError) {
    world.warn(`pilot-readiness: not verified: ${forTerminal(error.message)}. Try again\n`);
    return exitCodeOf('undetermined');
  }
  const message = error instanceof Error ? error.message : String(error);
  world.warn(`pilot-readiness: internal error. Please report it: ${forTerminal(message)}\n`);
  return exitCodeOf('undetermined');
}
