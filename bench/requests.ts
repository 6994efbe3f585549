import { catalog } from '../src/criteria/index.ts';
import { evaluatePullRequest } from '../src/evaluation/evaluate-pull-request.ts';
import { connect, memoryBlobs, memoryEtags, type NegativeCache } from '../src/github/index.ts';
import type { startGitHub } from '../testing/github-emulator/index.ts';
import { counted, type Row, type Scenario } from './rows.ts';
import { AUTHOR, ORG, openGitHub, pilot } from './stage.ts';

type GitHub = Awaited<ReturnType<typeof startGitHub>>;

/** More criteria, a larger repository, a longer history, more people: how many requests one evaluation takes of each. */
export const measure: Scenario = async ({ root }) => {
  const github = await openGitHub();
  try {
    const rows: Row[] = [];
    const author = github.as(AUTHOR);
    const promotion = async (repo: string, files: Record<string, string> = {}): Promise<number> => {
      await pilot(github, repo, root, files);
      await author.commit(repo, { branch: 'promote', files: { 'notes/promote.md': 'Ready to go.\n' } });
      return (await author.openPullRequest(repo, { head: 'promote', base: 'production' })).number;
    };
    const add = (what: string, { sent, charged }: Counts, most?: number): void => {
      rows.push(counted(`${what}: sent`, '', sent));
      rows.push(counted(`${what}: not answered 304`, '', charged, most === undefined ? undefined : { most }));
    };

    const number = await promotion('triage');
    const judge = judgeOf(github, 'triage', number);
    add('first', await judge());
    add('again, nothing changed', await judge(), 5);
    await author.commit('triage', { branch: 'promote', files: { 'README.md': 'Another line.\n' } });
    add('again, after a push of one file', await judge());
    await author.label('triage', number, 'seen');
    add('again, after a label', await judge());

    for (const count of [1, 6, 12, catalog.length]) {
      const some = judgeOf(github, 'triage', number, count);
      add(`${count} criteria, first`, await some());
      add(`${count} criteria, again`, await some(), 5);
    }

    const many = Object.fromEntries(
      Array.from({ length: 2000 }, (_none, index) => [`data/part-${index % 37}/${index}.txt`, `file ${index}\n`]),
    );
    const large = judgeOf(github, 'large', await promotion('large', many));
    add('2,000 more files in the repository, first', await large());
    add('2,000 more files in the repository, again', await large(), 5);

    const long = await promotion('long');
    for (let turn = 0; turn < 20; turn += 1)
      await author.commit('long', { branch: 'promote', files: { 'notes/promote.md': `Line ${turn}.\n` } });
    const other = judgeOf(github, 'long', long);
    add('20 more commits to a file that is no evidence, first', await other());
    for (let turn = 0; turn < 20; turn += 1)
      await author.commit('long', { branch: 'promote', files: { 'docs/runbook.md': runbook(turn) } });
    const versions = judgeOf(github, 'long', long);
    add('20 more versions of the runbook, first', await versions());
    add('20 more versions of the runbook, again', await versions(), 5);

    await author.createRepository('other', { files: { 'README.md': 'No pilot.\n' } });
    await author.commit('other', { branch: 'change', files: { 'README.md': 'Still none.\n' } });
    const none = await author.openPullRequest('other', { head: 'change', base: 'main' });
    const nobody = judgeOf(github, 'other', none.number, catalog.length, false);
    add('a repository that is no pilot, first', await nobody());
    add('a repository that is no pilot, again', await nobody());
    await author.commit('other', { branch: 'change', files: { 'README.md': 'Really.\n' } });
    add('a repository that is no pilot, after a push', await nobody());
    return rows;
  } finally {
    await github.close();
  }
};

interface Counts {
  sent: number;
  charged: number;
}

/** Judges it with a memory of its own that lasts from one call to the next. */
function judgeOf(
  github: GitHub,
  repo: string,
  number: number,
  criteria = catalog.length,
  isPilot = true,
): () => Promise<Counts> {
  const [cache, etags, absent] = [memoryBlobs(), memoryEtags(), new Set<string>()];
  const negativeCache: NegativeCache = {
    lookUp: async (owner) => (absent.has(owner) ? 'absent' : new Date()),
    remember: (owner) => absent.add(owner),
  };
  return async () => {
    await github.settled();
    const token = github.installationToken();
    const access = { ...connect({ token, baseUrl: github.url, cache, etags, reach: 'all' }), negativeCache };
    const evaluation = await evaluatePullRequest({
      ...{ access, owner: ORG, repo, number, toolVersion: 'bench' },
      catalog: catalog.slice(0, criteria),
      now: Date.parse('2026-11-20T12:00:00Z'),
    });
    if (evaluation.isPilot !== isPilot || (isPilot && evaluation.report === undefined))
      throw new Error(`${repo}#${number} was not judged as it should be`);
    return { sent: access.counts.total, charged: access.counts.counted };
  };
}

function runbook(turn: number): string {
  return `# Runbook\n\n## Alarms\n\nWhen error rate is above ${turn} % for ten minutes, stop the pilot and call.\n`;
}
