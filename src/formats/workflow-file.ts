import type { WorkflowFile } from '../domain/conventions.ts';
import { openYaml } from './yaml/open.ts';
import { child, itemsOf, keysOf, textOf, textsOf } from './yaml/plain.ts';
import type { YamlNode } from './yaml/tree.ts';

/** Commands that make something new before it can run. */
const BUILD_COMMANDS = [
  /\b(docker|podman)\s+(buildx\s+)?build\b/,
  /\bdocker[- ]compose\b.{0,200}\b--?build\b/,
  /\b(npm|pnpm|yarn|bun)\s+(run\s+)?(build|compile|bundle)\b/,
  /\b(make|just|task)\s+(-\S+\s+)?(build|all|image|dist)\b/,
  /\b(go|cargo|swift|zig|bazel|dotnet|nix|pack|ko|poetry|uv|hatch)\s+(build|publish)\b/,
  /\b(mvnw?|gradlew?)\b.{0,200}\b(package|install|assemble|build|bootJar)\b/,
  /\bpython3?\s+-m\s+build\b/,
  /\b(tsc|webpack|(vite|next|nuxt|astro|ng)\s+build|esbuild|rollup|cmake\s+--build)\b/,
];
const BUILD_ACTIONS = /^(docker\/(build-push-action|bake-action)|redhat-actions\/buildah-build|goreleaser\/)/i;

/** A GitHub Actions workflow; undefined when it is no YAML that GitHub could run. */
export function readWorkflow(path: string, bytes: Uint8Array): WorkflowFile | undefined {
  const opened = openYaml(path, bytes);
  const root = opened.ok ? opened.documents[0] : undefined;
  if (root?.kind !== 'map') return undefined;
  const jobs = child(root, 'jobs');
  const all = jobs?.kind === 'map' ? jobs.entries.map((entry) => entry.node) : [];
  return {
    path,
    name: textOf(child(root, 'name')) ?? path,
    triggers: triggersOf(child(root, 'on')),
    jobs: jobs?.kind === 'map' ? jobs.entries.map(({ key, node }) => textOf(child(node, 'name')) ?? key) : [],
    ...pushesOf(child(root, 'on')),
    environments: [...new Set(all.flatMap((job) => environmentOf(child(job, 'environment'))))],
    builds: all.some((job) => itemsOf(child(job, 'steps')).some(builds)),
  };
}

/** `on: push`, `on: [push]` and `on: { push: … }` all name events. */
function triggersOf(node: YamlNode | undefined): string[] {
  return node?.kind === 'map' ? keysOf(node) : textsOf(node);
}

/** A push filter that names only tags lets no branch through. */
function pushesOf(on: YamlNode | undefined): Pick<WorkflowFile, 'pushBranches'> {
  const push = on?.kind === 'map' ? child(on, 'push') : undefined;
  if (push?.kind !== 'map') return {};
  const branches = child(push, 'branches');
  if (branches !== undefined) return { pushBranches: textsOf(branches) };
  const ignored = child(push, 'branches-ignore');
  if (ignored !== undefined) return { pushBranches: ['**', ...textsOf(ignored).map((one) => `!${one}`)] };
  const onlyTags = child(push, 'tags') !== undefined || child(push, 'tags-ignore') !== undefined;
  return onlyTags ? { pushBranches: [] } : {};
}

function environmentOf(node: YamlNode | undefined): string[] {
  const name = node?.kind === 'map' ? textOf(child(node, 'name')) : textOf(node);
  return name === undefined ? [] : [name];
}

function builds(step: YamlNode): boolean {
  if (BUILD_ACTIONS.test(textOf(child(step, 'uses')) ?? '')) return true;
  const script = textOf(child(step, 'run')) ?? '';
  return script
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .some((line) => BUILD_COMMANDS.some((command) => command.test(line)));
}
