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
  /** Globs of the branches whose pushes start it, later ones win, `!` takes away; left out, every branch does. */
  pushBranches?: string[];
  environments: string[];
  /** A step that builds (docker build, npm run build, go build …): a kill switch must not need one. */
  builds: boolean;
}
