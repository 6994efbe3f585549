import { startGitHub } from '../__tests__/emulator/index.ts';
import { catalogue } from '../src/criteria/index.ts';
import { connect, memoryBlobs, memoryEtags } from '../src/evidence/github/index.ts';
import { judgePullRequest } from '../src/judge-pull-request.ts';

export interface RequestCount {
  what: string;
  sent: number;
  charged: number;
}

/** Requests of one evaluation of the example: the first, one with nothing changed, and one after a push. */
export async function requestCounts(folder: string): Promise<RequestCount[]> {
  const github = await startGitHub({
    org: 'acme-support',
    users: ['samir-haddad', 'ravi-desai', 'lea-brandt', 'dana-okonkwo', 'jonas-weber', 'mira-castellano'],
  });
  try {
    const samir = github.as('samir-haddad');
    await samir.createRepository('triage', { folder, topics: ['pilot'] });
    await samir.branch('triage', 'production');
    await samir.commit('triage', { branch: 'promote', files: { 'deploy/production/note.txt': 'go\n' } });
    const { number } = await samir.openPullRequest('triage', { head: 'promote', base: 'production' });
    const [cache, etags] = [memoryBlobs(), memoryEtags()];
    const counts: RequestCount[] = [];
    const judge = async (what: string): Promise<void> => {
      github.requests.clear();
      const access = connect({ token: github.installationToken(), baseUrl: github.url, cache, etags });
      await judgePullRequest({
        access,
        catalogue,
        owner: 'acme-support',
        repo: 'triage',
        number,
        now: Date.parse('2026-11-20T12:00:00Z'),
        toolVersion: 'bench',
      });
      counts.push({ what, sent: access.counts.total, charged: access.counts.counted });
    };
    await judge('first');
    await judge('again, nothing changed');
    await samir.commit('triage', { branch: 'promote', files: { 'README.md': 'Another line.\n' } });
    await judge('again, after a push of one file');
    return counts;
  } finally {
    await github.close();
  }
}
