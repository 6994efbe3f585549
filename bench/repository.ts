import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const WHO = {
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.org',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.org',
};

/** The example with `count` more files, committed. One fast-import, so that building it takes no minutes. */
export function repositoryOf(count: number, options: { root: string; folder: string }): string {
  const dir = join(options.folder, `files-${count}`);
  mkdirSync(dir);
  git(dir, ['init', '--quiet', '--initial-branch=main']);
  cpSync(join(options.root, 'examples/support-triage'), dir, { recursive: true });
  git(dir, ['add', '--all']);
  git(dir, ['commit', '--quiet', '--message=the example']);
  if (count === 0) return dir;
  const files = Array.from({ length: count }, (_none, index) => {
    const text = `file ${index}\n`;
    return `M 100644 inline data/part-${index % 317}/file-${index}.txt\ndata ${text.length}\n${text}`;
  });
  const head = 'commit refs/heads/main\ncommitter Bench <bench@example.org> 1760000000 +0000\ndata 5\nfiles';
  git(dir, ['fast-import', '--quiet'], `${head}\nfrom refs/heads/main^0\n${files.join('\n')}\n`);
  git(dir, ['reset', '--hard', '--quiet']);
  return dir;
}

function git(dir: string, args: string[], input = ''): void {
  execFileSync('git', ['-C', dir, ...args], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, ...WHO },
    input,
    maxBuffer: 1 << 28,
  });
}
