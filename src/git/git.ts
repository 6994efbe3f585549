import { spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter, isAbsolute } from 'node:path';
import { UserError } from '../domain/errors.ts';

/** Thrown when git fails; `detail` is the first line of its error output. */
export class GitFailure extends Error {
  override name = 'GitFailure';
  readonly detail: string;
  readonly stderr: string;
  constructor(command: string, stderr: string) {
    const detail = (stderr.split('\n').find((line) => line.trim() !== '') ?? 'no reason given').trim();
    super(`git ${command} failed: ${detail}`);
    this.detail = detail;
    this.stderr = stderr;
  }
}

/** A configuration key and the value that overrides the repository's. */
export type Setting = readonly [key: string, value: string];

/** Read-only git in one folder. No repository configuration can start a program. */
export interface Git {
  readonly dir: string;
  /** Returns standard output. Throws GitFailure for a non-zero exit code. */
  read(args: string[], input?: string): Promise<Buffer>;
  /** Returns standard output as text without the final line ending; undefined when git fails. */
  tryRead(args: string[]): Promise<string | undefined>;
  /** Passes standard output on while it arrives, so that a long history is never held in memory. */
  stream(args: string[], onChunk: (chunk: Buffer) => void): Promise<void>;
  with(settings: Setting[]): Git;
  at(dir: string): Git;
}

/** Only something unusual takes longer, such as a pipe named .gitignore. */
const LIMIT_MS = 120_000;
const KEPT_VARIABLES = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_CEILING_DIRECTORIES'];

/** Filter drivers are disabled by name in `repository.ts`, because the repository chooses their names. */
const FIXED: Setting[] = [
  // Empty means off in every version; before 2.36 `false` would be a program name.
  ['core.fsmonitor', ''],
  ['core.hooksPath', devNull],
  ['core.pager', 'cat'],
  ['core.sshCommand', 'false'],
  ['core.alternateRefsCommand', ''],
  ['core.warnAmbiguousRefs', 'false'],
  ['protocol.allow', 'never'],
  ['diff.external', ''],
  ['diff.orderFile', devNull],
  ['diff.relative', 'false'],
  ['diff.ignoreSubmodules', 'all'],
  ['submodule.recurse', 'false'],
  ['log.showRoot', 'true'],
  ['log.showSignature', 'false'],
  ['log.follow', 'false'],
  ['log.mailmap', 'false'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  ['advice.graftFileDeprecated', 'false'],
  ['color.ui', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
];

/** Creates git for `dir`. Each call is a separate process with an argument array, never a shell. */
export function gitIn(dir: string, settings: Setting[] = []): Git {
  const run = (args: string[], input: string | undefined, onChunk: (chunk: Buffer) => void): Promise<void> =>
    start(dir, settings, args, input, onChunk);
  const read = async (args: string[], input?: string): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    await run(args, input, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  };
  return {
    dir,
    read,
    tryRead: async (args) => {
      try {
        return (await read(args)).toString('utf8').replace(/\r?\n$/, '');
      } catch (error) {
        if (error instanceof GitFailure) return undefined;
        throw error;
      }
    },
    stream: (args, onChunk) => run(args, undefined, onChunk),
    with: (more) => gitIn(dir, [...settings, ...more]),
    at: (other) => gitIn(other, settings),
  };
}

function start(
  dir: string,
  settings: Setting[],
  args: string[],
  input: string | undefined,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  const fixed = FIXED.flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const all = ['--no-pager', '--no-optional-locks', '--literal-pathspecs', '-C', dir, ...fixed, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn('git', all, {
      env: environment(settings),
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let stderr = '';
    child.stdout?.on('data', onChunk);
    child.stderr?.on('data', (chunk: Buffer) => {
      if (stderr.length < 8_192) stderr += chunk.toString('utf8');
    });
    // Git may stop reading early; its exit code then gives the reason.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.on('error', (error) => reject(notStarted(error)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new GitFailure(
            args[0] ?? '',
            signal === null ? stderr : `it took longer than ${LIMIT_MS / 1000} seconds or was killed`,
          ),
        );
    });
  });
}

function notStarted(error: Error): Error {
  if ('code' in error && error.code === 'ENOENT') {
    return new UserError('git was not found', 'install git 2.31 or newer and make sure it is on the PATH');
  }
  return error;
}

function environment(settings: Setting[]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // A hook or alias that started this process may have set GIT_DIR, GIT_INDEX_FILE, GIT_EXTERNAL_DIFF and others.
    if (!name.startsWith('GIT_') || KEPT_VARIABLES.includes(name)) env[name] = value;
  }
  // A relative PATH entry could find a program named git in the evaluated folder.
  if (env.PATH !== undefined) env.PATH = env.PATH.split(delimiter).filter(isAbsolute).join(delimiter);
  env.LC_ALL = 'C';
  env.GIT_OPTIONAL_LOCKS = '0';
  env.GIT_TERMINAL_PROMPT = '0';
  env.GIT_NO_LAZY_FETCH = '1';
  // Stronger than protocol.allow: it also overrides protocol.<name>.allow of the repository.
  env.GIT_ALLOW_PROTOCOL = 'none';
  env.GIT_NO_REPLACE_OBJECTS = '1';
  env.GIT_GRAFT_FILE = devNull;
  env.GIT_CONFIG_COUNT = String(settings.length);
  settings.forEach(([key, value], index) => {
    env[`GIT_CONFIG_KEY_${index}`] = key;
    env[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return env;
}
