import type { Report, ReportPlace } from '../../domain/report.ts';
import type { CombinedConclusion } from '../../engine/combine-conclusions.ts';
import type { CheckProducer } from '../../engine/enforcement/facts.ts';
import { line, listed, type Piece } from '../model/blocks.ts';
import { linkTarget } from '../model/text.ts';
import { placeWords } from '../model/words.ts';

/** What the App or the Action knows about a pull request besides the report. */
export interface PullRequestOptions {
  /** Where people open pages: `https://github.com`, or the address of an Enterprise Server. */
  serverUrl: string;
  /** Which commands work here: those of the App, or the fewer ones of the Action. */
  commands: 'app' | 'action';
  /** Whether the target branch requires the check; left out when that could not be verified. */
  enforcement?: Enforcement;
  /** Labels that make a promotion; `promote-to-production` by default. */
  promotionLabels?: string[];
  /** Who an actor of the report is, such as `control:privacy`, as the policy names them. */
  people?: Record<string, { names: string[]; reviewRequested?: boolean }>;
  /** Address of the whole report. */
  reportUrl?: string;
  /** Address of the page for sponsors. */
  sponsorsUrl?: string;
  /** The conclusion combined over all pull requests with this commit. */
  combined?: CombinedConclusion;
  /** Whether a file is in the head of the pull request; left out means that evidence is. */
  isInHead?: (path: string) => boolean;
}

export interface Enforcement {
  required: boolean | 'unknown';
  /** Whether only our App can set it; otherwise anyone with write access to the repository can. */
  boundToApp: boolean | 'unknown';
  /** The App it is pinned to instead: GitHub Actions, which every workflow runs as, or one that is not the reporting one. */
  pinnedTo?: { kind: 'actions' } | { kind: 'another'; appId: number };
  /** The rules let somebody push to the branch without a pull request; left out when they do not, or could not be read. */
  acceptsPushes?: true;
  /** The branch is no promotion branch and requires the check all the same. */
  isElsewhere?: true;
  /** Who else reported under our name on this commit. */
  otherReporters?: CheckProducer[];
}

/** The address of a place; none where it cannot be opened. */
export type Links = (place: ReportPlace) => string | undefined;

const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
const COMMIT = /^[0-9a-f]{7,64}$/;

/** Addresses of places in the evidence, at the evaluated commit. Without a real repository and commit there are none. */
export function evidenceLinks(report: Report, serverUrl: string): Links {
  return (place) => blobAddress(serverUrl, report.subject.repository, report.subject.commit ?? '', place);
}

/** Addresses of places in the policy, which was read at another commit than the evidence. */
export function policyLinks(report: Report, serverUrl: string): Links {
  return (place) => {
    const layers = report.policy.layers.filter((layer) => layer.path === place.path);
    // Two layers with one path are in two repositories, and the report does not name which.
    const layer = layers.length === 1 ? layers[0] : undefined;
    const { repository = report.subject.repository, commit = '' } = layer ?? {};
    return blobAddress(serverUrl, repository, commit, placeIn(layer?.repository, place));
  };
}

/** A place relative to the repository that its path begins with. */
export function placeIn<P extends Pick<ReportPlace, 'path'>>(repository: string | undefined, place: P): P {
  const start = `${repository}/`;
  return repository !== undefined && place.path.startsWith(start)
    ? { ...place, path: place.path.slice(start.length) }
    : place;
}

/** `?plain=1` shows a Markdown file as source, where lines can be pointed at. */
export function blobAddress(
  serverUrl: string,
  repository: string,
  commit: string,
  place: Pick<ReportPlace, 'path' | 'line'>,
): string | undefined {
  const segments = place.path.replace(/[\ud800-\udfff]/gu, '\ufffd').split('/');
  const isPlain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!isPlain || !REPOSITORY.test(repository) || !COMMIT.test(commit)) return undefined;
  const line = place.line === undefined ? '' : `?plain=1#L${place.line}`;
  return `${serverUrl.replace(/\/+$/, '')}/${repository}/blob/${commit}/${segments.map(encodeURIComponent).join('/')}${line}`;
}

/** A place that opens at its address, or is shown as code when it has none. */
export function placeLink(place: ReportPlace, links: Links): Piece {
  return { link: placeWords(place), url: links(place) };
}

/** ` (docs/a.md:1, docs/b.md:2 and 3 more)`, or nothing without a place. */
export function placesIn(places: ReportPlace[], max: number, links: Links): Piece[] {
  const named = places.filter(({ path }) => path !== '').map((place) => placeLink(place, links));
  return named.length === 0 ? [] : line` (${listed(named, max)})`;
}

/** A named link, or nothing without a usable address. */
export function namedLink(words: string, url: string | undefined): Piece[] {
  return linkTarget(url) === undefined ? [] : [' · ', { link: words, url }];
}
