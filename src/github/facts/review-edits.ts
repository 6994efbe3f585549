import * as z from 'zod';
import type { GitHubAccess } from '../client/access.ts';
import { type Api, openApi, type RepositoryName } from '../client/api.ts';
import { queryGraphql } from '../client/graphql.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { type Review, type ReviewStatement, readReviews, readStatements } from './reviews.ts';

/** GraphQL returns at most 100 nodes by id. */
const MAX_NODES = 100;
/** GitHub writes the two times of a new review separately. Within this time, an edit by its author is none. */
const SAME_WRITE_MS = 2000;

const TEXT = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on PullRequestReview {
      url
      lastEditedAt
      editor { login }
      userContentEdits(first: 50) { nodes { diff } }
    }
  }
}`;
const NODE = z
  .object({
    url: z.string(),
    lastEditedAt: z.string().nullable(),
    editor: z.object({ login: z.string() }).nullish(),
    userContentEdits: z
      .object({ nodes: z.array(z.object({ diff: z.string().nullish() }).nullish()).nullish() })
      .nullish(),
  })
  .nullish()
  .catch(undefined);
const NODES = z.object({ nodes: z.array(NODE) });
type EditNode = z.infer<typeof NODE>;

/** Whether a review has a statement that opens something: a signature, an acceptance, or the end of a decline. */
function isOpening({ statements }: Review): boolean {
  return statements.some(({ verb }) => verb !== 'decline');
}

/**
 * The reviews of a pull request, with their edits when one of them opens something or `always` is set: the REST API does
 * not show edits. An edited review opens nothing; a decline or withdrawal that an edit removed still counts. Where edits
 * cannot be read, whether a review was edited is unknown.
 */
export async function readReviewsWithEdits(api: Api, number: number, always = false): Promise<Review[]> {
  const reviews = await readReviews(api, number);
  const asked = reviews.filter(({ human }) => human !== false);
  if (asked.length === 0 || !(always || asked.some(isOpening))) return reviews;
  const found = await editsOf(api, number, asked);
  return reviews.map((review) => (review.human === false ? review : withEdits(review, found.get(review.id))));
}

/** Whether a review was edited since it was submitted; `unknown` when that cannot be read. */
export async function wasEdited(
  access: GitHubAccess,
  name: RepositoryName,
  number: number,
  review: Pick<Review, 'id' | 'nodeId' | 'by' | 'at'>,
): Promise<boolean | 'unknown'> {
  const node = (await editsOf(openApi(access, name), number, [review])).get(review.id);
  return node === undefined ? 'unknown' : isEdited(review, node);
}

async function editsOf(
  api: Api,
  number: number,
  reviews: Pick<Review, 'nodeId'>[],
): Promise<Map<number, NonNullable<EditNode>>> {
  const ids = reviews.flatMap(({ nodeId }) => nodeId ?? []);
  const chunks = Array.from({ length: Math.ceil(ids.length / MAX_NODES) }, (_none, at) =>
    ids.slice(at * MAX_NODES, (at + 1) * MAX_NODES),
  );
  const lists = await Promise.all(chunks.map((chunk) => nodesOf(api, number, chunk)));
  // The numeric ids of reviews are too large for GraphQL's Int; their address ends with them.
  const idOf = ({ url }: NonNullable<EditNode>): number => Number(/#pullrequestreview-(\d+)$/.exec(url)?.[1]);
  return new Map(lists.flat().flatMap((node) => (node ? [[idOf(node), node] as const] : [])));
}

async function nodesOf(api: Api, number: number, ids: string[]): Promise<EditNode[]> {
  const what = `whether the reviews of pull request #${number} were edited`;
  try {
    const query = { text: TEXT, variables: { ids }, what, permission: 'Pull requests: read' };
    return (await queryGraphql(api, query, NODES)).nodes;
  } catch (error) {
    if (error instanceof GitHubUnavailableError) return [];
    throw error;
  }
}

function withEdits(review: Review, node: EditNode): Review {
  if (!node) return { ...review, edited: 'unknown' };
  if (!isEdited(review, node)) return review;
  const earlier = node.userContentEdits?.nodes?.flatMap((one) => readStatements(one?.diff)) ?? [];
  const removed = earlier.filter((one) => closes(one) && !review.statements.some((kept) => isSame(kept, one)));
  return { ...review, edited: true, statements: [...review.statements, ...distinct(removed)] };
}

function isEdited(review: Pick<Review, 'by' | 'at'>, { lastEditedAt, editor }: NonNullable<EditNode>): boolean {
  if (lastEditedAt === null && !editor) return false;
  const isAuthor = editor?.login.toLowerCase() === review.by;
  const after = Date.parse(lastEditedAt ?? '') - Date.parse(review.at);
  return !(isAuthor && after <= SAME_WRITE_MS);
}

function closes({ verb }: ReviewStatement): boolean {
  return verb === 'decline' || verb === 'withdraw';
}

function isSame(one: ReviewStatement, other: ReviewStatement): boolean {
  return one.verb === other.verb && 'control' in one && 'control' in other && one.control === other.control;
}

function distinct(statements: ReviewStatement[]): ReviewStatement[] {
  return statements.filter((one, at) => statements.findIndex((other) => isSame(one, other)) === at);
}
