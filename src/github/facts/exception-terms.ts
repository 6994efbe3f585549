import * as z from 'zod';
import { kebab } from '../../domain/kebab.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { ExceptionTerms } from '../../engine/fact-requests.ts';
import { POLICY_PATHS } from '../../engine/policy/file.ts';
import { openYaml, YAML_MAX_BYTES, type YamlNode } from '../../formats/yaml/index.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import type { ReviewContext } from './approvals.ts';
import { bytesOf, filesAt } from './files.ts';
import type { Pull } from './pull.ts';
import { short } from './trees.ts';

const COMPARISON = z.object({ status: z.string() });
const LISTS = [['waivers', 'granted'], ['not-applicable']];
const PEOPLE = new Set(['by', 'asked-by']);

/**
 * Whether a merged pull request brought these terms to the default branch: its merge result has them, and its base had
 * them not.
 */
export async function isIntroduced(context: ReviewContext, pull: Pull, terms: ExceptionTerms): Promise<boolean> {
  const merged = pull.merge_commit_sha;
  if (merged === undefined || merged === null) {
    throw new GitHubUnavailableError(`GitHub does not name the merge commit of pull request #${pull.number}`, 'github');
  }
  const [before, after] = await Promise.all([
    hasTerms(context, pull.base.sha, terms),
    hasTerms(context, merged, terms),
  ]);
  return !before && after && (await isOnDefaultBranch(context, pull, merged));
}

/** Whether the policy file at a commit contains an entry with exactly these terms, whatever its place. */
export async function hasTerms(
  { trees, readBlobs }: ReviewContext,
  commit: string,
  terms: ExceptionTerms,
): Promise<boolean> {
  const found = await filesAt(trees, readBlobs, commit).files([...POLICY_PATHS], YAML_MAX_BYTES);
  const wanted = canonical(
    Object.entries(terms).flatMap(([key, value]) => (value === undefined ? [] : [[spelling(key), value]])),
  );
  return POLICY_PATHS.some((path) => {
    const bytes = bytesOf(found.get(path));
    const opened = bytes === undefined ? undefined : openYaml(path, bytes);
    const root = opened?.ok ? opened.documents[0] : undefined;
    return LISTS.some((keys) => itemsAt(root, keys).some((entry) => termsOf(entry) === wanted));
  });
}

/** A pull request into another branch introduced nothing until the default branch contains its merge. */
async function isOnDefaultBranch({ api, defaultBranch }: ReviewContext, pull: Pull, merged: string): Promise<boolean> {
  if (pull.base.ref === defaultBranch) return true;
  const { status } = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
      params: { basehead: `${merged}...${defaultBranch}`, per_page: 1 },
      what: `whether ${defaultBranch} contains ${short(merged)}`,
      permission: 'Contents: read',
    },
    COMPARISON,
  );
  return status === 'ahead' || status === 'identical';
}

function itemsAt(root: YamlNode | undefined, keys: string[]): YamlNode[] {
  let node = root;
  for (const key of keys) node = nodeAt(node, key);
  return node?.kind === 'list' ? node.items : [];
}

/** A key that is written twice has no value: which one was approved is not known. */
function nodeAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  const values = node?.kind === 'map' ? node.entries.filter((entry) => spelling(entry.key) === key) : [];
  return values.length === 1 ? values[0]?.node : undefined;
}

/** The terms of an entry in one order; undefined for what is no entry or has a key twice. */
function termsOf(entry: YamlNode): string | undefined {
  if (entry.kind !== 'map') return undefined;
  const terms = entry.entries.map(({ key, node }) => [spelling(key), node.kind === 'scalar' ? node.value : null]);
  const keys = new Set(terms.map(([key]) => key));
  return keys.size === terms.length ? canonical(terms.filter(([key]) => key !== 'pr')) : undefined;
}

function canonical(terms: unknown[][]): string {
  const said = terms.map(([key, value]) => {
    const text = String(value).trim();
    return [String(key), PEOPLE.has(String(key)) ? (parsePerson(text).handle ?? text) : text] as const;
  });
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function spelling(key: string): string {
  return kebab(key).replaceAll('_', '-');
}
