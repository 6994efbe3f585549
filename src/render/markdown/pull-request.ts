import type { Report, ReportPlace } from '../../domain/report.ts';
import type { CombinedConclusion } from '../../engine/combine-conclusions.ts';
import type { CheckProducer } from '../../engine/enforcement/facts.ts';
import { cut, forMarkdown, forMarkdownCode, linkTarget } from '../model/text.ts';
import { placeWords } from '../model/words.ts';

/** What a door knows about a pull request besides the report. */
export interface PullRequestOptions {
  /** Where people open pages: `https://github.com`, or the address of an Enterprise Server. */
  serverUrl: string;
  /** Which commands are understood here: those of the App, or the fewer ones of the Action. */
  commands: 'app' | 'action';
  /** Whether the target branch requires the check; left out means that it could not be seen. */
  enforcement?: Enforcement;
  /** Labels that make a promotion; `promote-to-production` unless said. */
  promotionLabels?: string[];
  /** Who stands behind an actor of the report, such as `control:privacy`, as the policy names them. */
  people?: Record<string, { names: string[]; reviewRequested?: boolean }>;
  /** Address of the whole report. */
  reportUrl?: string;
  /** Address of the page for sponsors. */
  sponsorsUrl?: string;
  /** What all pull requests with this commit make of the conclusion. */
  combined?: CombinedConclusion;
  /** Whether a file is in the head of the pull request; left out means that evidence is. */
  isInHead?: (path: string) => boolean;
}

export interface Enforcement {
  required: boolean | 'unknown';
  /** Whether only our App can set it: without that, anybody who can write to the repository could. */
  boundToApp: boolean | 'unknown';
  /** Whose App alone can set it: GitHub Actions, which every workflow is, or one that is not the reporting one. */
  pinnedTo?: { kind: 'actions' } | { kind: 'another'; appId: number };
  /** Who else reported under our name on this commit. */
  otherReporters?: CheckProducer[];
}

export type Links = (place: Pick<ReportPlace, 'path' | 'line'>) => string | undefined;

const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
const COMMIT = /^[0-9a-f]{7,64}$/;

/** Addresses of places in the evidence, at the judged commit. Without a real repository and commit there are none. */
export function evidenceLinks(report: Report, serverUrl: string): Links {
  return (place) => blobAddress(serverUrl, report.subject.repository, report.subject.commit ?? '', place);
}

/** Addresses of places in the policy, which was read at another commit than the evidence. */
export function policyLinks(report: Report, serverUrl: string): Links {
  return (place) => {
    const layers = report.policy.layers.filter((layer) => layer.path === place.path);
    // Two layers of one path stand in two repositories, and the report does not say in which.
    const layer = layers.length === 1 ? layers[0] : undefined;
    const { repository = report.subject.repository, commit = '' } = layer ?? {};
    return blobAddress(serverUrl, repository, commit, placeIn(layer?.repository, place));
  };
}

/** A place as it is called inside the repository that its path begins with. */
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

/** `[docs/rollback.md:14](…)`, or the same as code when it cannot be opened. */
export function placeLink(place: Pick<ReportPlace, 'path' | 'line'>, links: Links): string {
  const words = cut(placeWords(place), 160);
  const target = linkTarget(links(place));
  return target === undefined || target.length > 1000 ? forMarkdownCode(words) : `[${forMarkdown(words)}](${target})`;
}

/** `[full report](…)`, or nothing without an address. */
export function namedLink(words: string, url: string | undefined): string[] {
  const target = linkTarget(url);
  return target === undefined ? [] : [`[${words}](${target})`];
}
