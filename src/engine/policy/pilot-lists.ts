import type { Origin } from './effective.ts';
import type { PolicyLayer } from './file.ts';
import { originIn } from './layers.ts';

/** Custom properties of a repository as in GitHub's API: one value, several, or none. */
export type Properties = Record<string, unknown>;

/** The topic that makes a pilot without any policy. */
export const PILOT_TOPIC = 'pilot';

/** The properties of a repository that the organization's policy can match. */
export interface ListedRepository {
  owner: string;
  repo: string;
  topics: string[];
  properties: Properties;
}

/** What makes this repository a pilot, in words: the topics, properties and names of the organization's policy. */
export function pilotReasons(organization: PolicyLayer | undefined, repository: ListedRepository): string[] {
  const pilots = organization?.file.pilots;
  const topics = [...new Set([PILOT_TOPIC, ...(pilots?.topics ?? [])])];
  const carried = topics.filter((topic) => repository.topics.some((one) => isSameName(one, topic)));
  const named = Object.entries(pilots?.properties ?? {}).filter(([name, values]) =>
    matchesProperties({ [name]: values }, repository.properties),
  );
  const listed = (pilots?.repositories ?? []).some((name) => isNamed(name, repository));
  return [
    ...carried.map((topic) => `topic ${topic}`),
    ...named.map(([name]) => `property ${name}`),
    ...(listed ? ['the list of the organization'] : []),
  ];
}

/** The line of the organization's policy that releases this repository. */
export function releasedAt(organization: PolicyLayer | undefined, repository: ListedRepository): Origin | undefined {
  const index = (organization?.file.pilots?.released ?? []).findIndex((name) => isNamed(name, repository));
  return index < 0 ? undefined : originIn(organization, ['pilots', 'released', index]);
}

/** Whether the organization's policy depends on custom properties at all. */
export function usesProperties(organization: PolicyLayer | undefined): boolean {
  const { pilots, profiles } = organization?.file ?? {};
  return Object.keys(pilots?.properties ?? {}).length > 0 || Object.keys(profiles ?? {}).length > 0;
}

/** Whether any of these properties has one of the values named for it. */
export function matchesProperties(wanted: Record<string, string[]> | undefined, properties: Properties = {}): boolean {
  return Object.entries(wanted ?? {}).some(([name, values]) =>
    [Object.hasOwn(properties, name) ? properties[name] : []]
      .flat()
      .some((value) => values.some((one) => isSameName(one, String(value)))),
  );
}

function isNamed(written: string, { owner, repo }: ListedRepository): boolean {
  return isSameName(written, repo) || isSameName(written, `${owner}/${repo}`);
}

function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
