import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryOf } from './repository.ts';
import { type Row, repeated, type Scenario, spread, timed } from './rows.ts';

const MANY = 100_000;

/** The command line, cold: a new process each time, on the example and on a large repository that holds it. */
export const measure: Scenario = async (options) => {
  const cli = join(options.root, 'dist/cli.js');
  const rows: Row[] = [];
  const add = async (what: string, command: string, args: string[], most?: number): Promise<void> => {
    const figures = await repeated(options.runs, () => timed(() => run(command, args)));
    rows.push(spread(what, 'ms', figures, most === undefined ? undefined : { most }));
  };
  const check = (dir: string, ...more: string[]): string[] => [
    ...[cli, 'check', dir, '--as-of', '2026-11-20', '--offline-ok'],
    ...more,
  ];
  await add('node alone, empty script, for comparison', process.execPath, ['-e', '']);
  await add('help', process.execPath, [cli, 'help']);
  const small = repositoryOf(0, options);
  await add('check, the example', process.execPath, check(small), 500);
  await add('check --ref HEAD, the example', process.execPath, check(small, '--ref', 'HEAD'), 500);
  const large = repositoryOf(MANY, options);
  const files = `${MANY.toLocaleString('en')} files`;
  await add(`git status of ${files}, for comparison`, 'git', ['-C', large, 'status', '--porcelain']);
  await add(`git ls-tree -r of ${files}, for comparison`, 'git', ['-C', large, 'ls-tree', '-r', 'HEAD']);
  await add(`check, ${files}`, process.execPath, check(large));
  await add(`check --ref HEAD, ${files}`, process.execPath, check(large, '--ref', 'HEAD'));
  return rows;
};

function run(command: string, args: string[]): void {
  const { error, status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
}
