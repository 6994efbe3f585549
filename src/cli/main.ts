import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import { exitCodeOf, USAGE_EXIT_CODE } from '../domain/verdict.ts';
import { nearest } from '../formats/yaml/index.ts';
import { forTerminal } from '../render/model/text.ts';
import { faultLine } from '../render/model/words.ts';
import { type Invocation, readArguments, type World } from './arguments.ts';
import { CHECK_OPTIONS, check } from './check.ts';
import { DOCTOR_OPTIONS, doctor } from './doctor.ts';
import { EVAL_STAMP_OPTIONS, evalStamp } from './eval-stamp.ts';
import { EXPLAIN_OPTIONS, explain } from './explain.ts';
import { HELP, verbHelp } from './help.ts';
import { INIT_OPTIONS, init } from './init.ts';
import { INSPECT_OPTIONS, inspect } from './inspect.ts';
import { POLICY_OPTIONS, policy } from './policy.ts';
import { PORTFOLIO_OPTIONS, portfolio } from './portfolio.ts';
import { SIGN_OFF_OPTIONS, signOff } from './sign-off.ts';
import { SIMULATE_OPTIONS, simulate } from './simulate.ts';
import { VERSION } from './version.ts';

type OptionTypes = Record<string, 'string' | 'boolean'>;
const VERBS: Record<string, { run: (invocation: Invocation) => Promise<number>; options: OptionTypes; words: number }> =
  {
    check: { run: check, options: CHECK_OPTIONS, words: 1 },
    explain: { run: explain, options: EXPLAIN_OPTIONS, words: 1 },
    init: { run: init, options: INIT_OPTIONS, words: 1 },
    inspect: { run: inspect, options: INSPECT_OPTIONS, words: 1 },
    policy: { run: policy, options: POLICY_OPTIONS, words: 1 },
    portfolio: { run: portfolio, options: PORTFOLIO_OPTIONS, words: 0 },
    'policy simulate': { run: simulate, options: SIMULATE_OPTIONS, words: 500 },
    'eval-stamp': { run: evalStamp, options: EVAL_STAMP_OPTIONS, words: 1 },
    doctor: { run: doctor, options: DOCTOR_OPTIONS, words: 1 },
    'sign-off': { run: signOff, options: SIGN_OFF_OPTIONS, words: 2 },
  };

/**
 * Runs one command line and returns its exit code: 0 ready, 1 not ready, 2 undetermined, 3 unusable policy or wrong
 * usage. Expected errors are one line on stderr with what to do next; a stack trace is a defect.
 */
export async function main(argv: string[], world: World): Promise<number> {
  const [first, second] = argv;
  const isTwo = first !== undefined && second !== undefined && Object.hasOwn(VERBS, `${first} ${second}`);
  const verb = isTwo ? `${first} ${second}` : first;
  const words = argv.slice(isTwo ? 2 : 1);
  try {
    if (verb === undefined || verb === 'help' || verb === '--help' || verb === '-h') {
      world.write(words[0] === undefined ? HELP : verbHelp(words.join(' ')));
      return 0;
    }
    if (verb === '--version' || verb === '-V' || verb === 'version') {
      world.write(`${VERSION}\n`);
      return 0;
    }
    const known = VERBS[verb];
    if (!Object.hasOwn(VERBS, verb) || known === undefined) {
      const near = nearest(verb, Object.keys(VERBS));
      throw new UserError(
        `there is no command "${verb}"${near ? `; did you mean ${near}?` : ''}`,
        `Commands: ${Object.keys(VERBS).join(', ')}. Run: pilot-readiness help`,
      );
    }
    if (words.includes('--help') || words.includes('-h')) {
      world.write(verbHelp(verb));
      return 0;
    }
    return await known.run({ ...readArguments(verb, words, known.options, known.words), world });
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
      `pilot-readiness: ${error.message}; nothing was judged\n${error.faults.map((fault) => `${faultLine(fault)}\n`).join('')}`,
    );
    return exitCodeOf('invalid-policy');
  }
  if (error instanceof UnavailableError) {
    world.warn(`pilot-readiness: could not look: ${forTerminal(error.message)}. Try again\n`);
    return exitCodeOf('undetermined');
  }
  const message = error instanceof Error ? error.message : String(error);
  world.warn(`pilot-readiness: this is a defect of ours, please report it: ${forTerminal(message)}\n`);
  return exitCodeOf('undetermined');
}
