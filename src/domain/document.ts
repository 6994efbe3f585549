import type { Place } from './observation.ts';

/** The documents a pilot keeps in prose. */
export type DocumentKind = 'runbook' | 'rollback';

/** What a section of an operational document is about, whatever its author called it. */
export const SECTION_KINDS = [
  'overview',
  'dependencies',
  'service-level',
  'owner',
  'escalation',
  'monitoring',
  'health-check',
  'diagnosis',
  'mitigation',
  'procedure',
  'rollback',
  'trigger',
  'verification',
  'backup',
  'deploy',
  'kill-switch',
  'prerequisites',
  'security',
  'communication',
  'post-incident',
  'drill',
  'review',
  'links',
  'workarounds',
  'day-2',
] as const;
export type SectionKind = (typeof SECTION_KINDS)[number];

/** A link in a document. `path` is the repository path it means (no fragment), absent for external addresses. */
export interface DocumentLink {
  line: number;
  text: string;
  target: string;
  path?: string;
  anchor?: string;
}

/** A blank: its text, its place, and the kinds of its section. */
export interface Blank {
  line: number;
  words: string;
  kinds: SectionKind[];
}

/** One section: from its heading (or bold line, or labeled row) to the next of the same or higher level. */
export interface DocumentSection {
  title: string;
  level: number;
  line: number;
  endLine: number;
  kinds: SectionKind[];
  /** Words of its prose and of the sections below it, without comments, headings, code and blanks. */
  words: number;
  /** Commands: shell lines in fences and code spans that look like one. */
  commands: { line: number; text: string }[];
  links: DocumentLink[];
  /** Prose of the section in order, one entry a source line, comments and fences removed. */
  lines: { line: number; text: string }[];
  /** Items of its lists, numbered ones marked. */
  items: { line: number; text: string; ordered: boolean }[];
  /** The words only send the reader elsewhere. */
  pointerOnly: boolean;
  /** `not-applicable` with or without a reason; undefined when the section is a real answer. */
  notApplicable?: { reason: string };
}

/** A labeled value: front matter key, `**Owner:** …` line, table row or definition. */
export interface DocumentLabel {
  line: number;
  label: string;
  value: string;
}

/** A Markdown document read as an operational one. */
export interface ParsedDocument {
  path: string;
  title?: string;
  /** Total words outside comments and code. */
  words: number;
  sections: DocumentSection[];
  labels: DocumentLabel[];
  frontMatter: Record<string, string>;
  blanks: Blank[];
  /** Blanks over leaf sections; 0.5 or more reads as a template (source: the measurements named in docs/criteria). */
  templateScore: number;
  isTemplate: boolean;
  /** Language guessed for the headings; undefined when no heading was recognized in any known one. */
  language?: string;
  anchors: string[];
  links: DocumentLink[];
  warnings: { line: number; text: string }[];
  /** Date of the last review and its own expiry, when the document states them; `due` is a next review written out. */
  review?: { line: number; on?: string; due?: string; reviewInDays?: number; commit?: string; label: string };
  /** Every path-like, workflow-like or command-like token, to check whether the document refers to this repository. */
  mentions: { line: number; text: string }[];
}

/** A document and those it sends its reader to, one step away. */
export interface DocumentSet {
  place: Place;
  document: ParsedDocument;
  linked: Record<string, ParsedDocument>;
  /** Other files that could have been meant, when none was declared. */
  candidates: string[];
}
