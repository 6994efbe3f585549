import { createServer } from 'node:http';
import { createNodeMiddleware, Probot, ProbotOctokit } from 'probot';

// The least that a Probot app can do: it answers each opened pull request with a check run and judges nothing.
const { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, GITHUB_API_URL, THROTTLE } = process.env;
const probot = new Probot({
  ...{ appId: Number(APP_ID), privateKey: PRIVATE_KEY ?? '', secret: WEBHOOK_SECRET ?? '' },
  ...{ baseUrl: GITHUB_API_URL ?? '', logLevel: 'fatal' },
  // Only the form of a function is heard by the library.
  ...(THROTTLE === 'off'
    ? { Octokit: ProbotOctokit.defaults((options: object) => ({ ...options, throttle: { enabled: false } })) }
    : {}),
});
const middleware = await createNodeMiddleware(
  (app) => {
    app.on('pull_request.opened', async ({ octokit, payload }) => {
      const repository = { owner: payload.repository.owner.login, repo: payload.repository.name };
      const made = await octokit.request('POST /repos/{owner}/{repo}/check-runs', {
        ...repository,
        ...{ name: 'pilot-readiness', head_sha: payload.pull_request.head.sha, status: 'in_progress' },
      });
      await octokit.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
        ...repository,
        ...{ check_run_id: made.data.id, status: 'completed', conclusion: 'success' },
      });
    });
  },
  { probot, webhooksPath: '/api/github/webhooks' },
);
const server = createServer((request, response) => {
  void middleware(request, response, () => response.writeHead(404).end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
