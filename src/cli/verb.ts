import { parseArgs } from 'node:util';
import { UserError } from '../domain/errors.ts';

/** The environment of a command, passed in so that verbs can be tested without a process. */
export interface World {
  cwd: string;
  env: Record<string, string | undefined>;
  /** Milliseconds since the epoch; `--as-of` replaces it. */
  now: number;
  columns: number;
  color: boolean;
  write: (text: string) => void;
  warn: (text: string) => void;
}

/** One option of a verb. Without `value` it is a flag. */
export interface Option {
  /** The placeholder of its value in help, such as `FILE`. */
  value?: string;
  summary: string;
}
type Options = Record<string, Option>;
type OptionValues<O extends Options> = {
  [K in keyof O]?: (O[K] extends { value: string } ? string : boolean) | undefined;
};

export interface Invocation<O extends Options = Options> {
  positionals: string[];
  options: OptionValues<O>;
  world: World;
}

/** A command of the command line; `words` may be two, such as `policy simulate`. */
export interface Verb {
  name: string;
  usage: string;
  summary: string;
  options: Options;
  /** Parses the arguments after the verb and runs it. Returns the exit code. */
  run: (args: string[], world: World) => Promise<number>;
}

interface VerbSpec<O extends Options> {
  name: string;
  /** The arguments in help, such as `[DIR]`. */
  usage: string;
  summary: string;
  /** How many arguments it takes besides options; one when left out. */
  maxArguments?: number;
  options: O;
  run: (invocation: Invocation<O>) => Promise<number>;
}

/** Declares a verb: its arguments, options, help and implementation. */
export function defineVerb<const O extends Options>({ maxArguments = 1, ...spec }: VerbSpec<O>): Verb {
  return {
    ...spec,
    usage: `${spec.name} ${spec.usage}`.trim(),
    run: async (args, world) => {
      const { positionals, options } = parseArguments(spec.name, args, spec.options, maxArguments);
      return spec.run({ positionals, options: options as OptionValues<O>, world });
    },
  };
}

/** Unknown options and extra arguments are a UserError with what to do. */
function parseArguments(
  verb: string,
  args: string[],
  declared: Options,
  maxArguments: number,
): { positionals: string[]; options: Record<string, string | boolean | undefined> } {
  const types = Object.entries(declared).map(
    ([name, { value }]) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }] as const,
  );
  try {
    const parsed = parseArgs({ args, options: Object.fromEntries(types), allowPositionals: true, strict: true });
    const extra = parsed.positionals[maxArguments];
    if (extra !== undefined)
      throw new UserError(`${verb}: unexpected argument ${extra}`, `Run: pilot-readiness help ${verb}`);
    return { positionals: parsed.positionals, options: parsed.values as Record<string, string | boolean | undefined> };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
    throw new UserError(
      `${verb}: ${message}`,
      `Known options: ${Object.keys(declared)
        .map((name) => `--${name}`)
        .join(' ')}`,
    );
  }
}
