import { catalogue } from '../../src/criteria/index.ts';
import { connect, type GitHubAccess } from '../../src/evidence/github/index.ts';
import { type HeadJudgement, judgeHead } from '../../src/gate/judge-head.ts';
import { checkRunOf, commentOf, type TellingOptions, tellingOptions } from '../../src/gate/told.ts';
import type { RenderedCheckRun } from '../../src/render/check-run.ts';
import { ORG, pilotRepository, sign, stage } from '../action/stage.ts';
import type { GitHub } from '../emulator/index.ts';

export const NOW = Date.parse('2026-11-20T12:00:00Z');

/** What the gate makes of one pull request, and what would be published about it. */
export interface Told extends HeadJudgement {
  run: RenderedCheckRun;
  comment: string;
  /** Codes of blocking checks that do not pass. */
  open: string[];
}

export interface Stand {
  github: GitHub;
  access: GitHubAccess;
  samir: ReturnType<GitHub['as']>;
  /** A pilot and a promotion of it, one push away from nothing but its signatures. */
  promotion: (repo: string, files?: Record<string, string | null>) => Promise<{ number: number; head: string }>;
  /** The reviews that make it ready. */
  approve: (repo: string, number: number) => Promise<void>;
  judge: (repo: string, number: number, sha?: string) => Promise<Told>;
  close: () => Promise<void>;
}

/** A GitHub with the example's people, and the gate judging there as the App does, without its store and its webhooks. */
export async function openStand(): Promise<Stand> {
  const github = await stage();
  const access = connect({
    ...{ token: github.installationToken(), baseUrl: github.url, serverUrl: 'https://github.com' },
    reach: 'all',
    sleep: async () => undefined,
  });
  const samir = github.as('samir-haddad');
  return {
    github,
    access,
    samir,
    promotion: async (repo, files = {}) => {
      await pilotRepository(github, repo, files);
      await samir.commit(repo, { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
      return samir.openPullRequest(repo, { head: 'promote', base: 'production' });
    },
    approve: async (repo, number) => {
      await github.as('tomas-lindqvist').review(repo, number, 'APPROVE', sign('security'));
      await github.as('hanne-vik').review(repo, number, 'APPROVE', sign('privacy'));
      await github.as('ines-okafor').review(repo, number, 'APPROVE', '/readiness accept OM-2 because it was agreed');
    },
    judge: async (repo, number, sha) => {
      const head = await judgeHead({
        ...{ access, catalogue, owner: ORG, repo, number, now: NOW, toolVersion: 'test' },
        ...(sha === undefined ? {} : { sha }),
      });
      const { judgement, folded } = head;
      const options: TellingOptions = tellingOptions(
        { serverUrl: access.serverUrl, repository: `${ORG}/${repo}`, commands: 'app', appId: 4242 },
        judgement,
        folded,
      );
      const checks = judgement.report?.criteria.flatMap((criterion) => criterion.checks) ?? [];
      return {
        ...head,
        run: checkRunOf(judgement, options),
        comment: commentOf(judgement, options),
        open: checks.filter((one) => one.level === 'blocking' && one.outcome !== 'met').map(({ code }) => code),
      };
    },
    close: () => github.close(),
  };
}
