import { forMarkdownCode } from '../model/text.ts';

/** Why a repository without any tag is still judged as a pilot: who took the tag away, and when. */
export function stickyPilotWords(since: Date, untagged: { by: string; at: Date } | undefined): string {
  const day = (at: Date): string => at.toISOString().slice(0, 10);
  const what =
    untagged === undefined
      ? 'carries no tag of a pilot any more'
      : `lost its topic pilot on ${day(untagged.at)}, taken away by ${forMarkdownCode(untagged.by || 'a deleted account')}`;
  return `This repository has been a pilot since ${day(since)} and ${what}. A pilot stays one until it is retired`;
}
