/** Files that repositories already keep and that we read instead of replacing. */

export interface CodeOwners {
  path: string;
  rules: { line: number; pattern: string; owners: string[] }[];
  faults: { line: number; text: string }[];
}

/** One document of a Backstage `catalog-info.yaml`. */
export interface CatalogEntity {
  path: string;
  line: number;
  kind: string;
  name: string;
  owner?: string;
  lifecycle?: string;
  system?: string;
  dependsOn: string[];
}

/** A GitHub Actions workflow, as far as a gate needs it. */
export interface WorkflowFile {
  path: string;
  name: string;
  triggers: string[];
  /** The names under which its jobs report. */
  jobs: string[];
  /** Globs of the branches whose pushes start it, later ones win, `!` takes away; left out, every branch does. */
  pushBranches?: string[];
  environments: string[];
  /** A step that builds (docker build, npm run build, go build …): a kill switch must not need one. */
  builds: boolean;
}

/** One objective of an OpenSLO file (`kind: SLO`), as far as a target goes. */
export interface OpenSlo {
  path: string;
  line: number;
  name: string;
  /** What it measures, as a label `measures` says, else as its name does. */
  measures?: string;
  /** The loosest target of its objectives, as a share of 1. */
  target?: number;
  window?: string;
  /** It says what is counted, in itself or by reference. */
  hasIndicator: boolean;
}
