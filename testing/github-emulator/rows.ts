/** What the emulator keeps in memory, as far as this layer reads or corrects it. */
export interface Row {
  id: number;
  created_at: string;
  updated_at: string;
}

export interface Collection<T extends Row> {
  insert(data: Omit<T, keyof Row>): T;
  get(id: number): T | undefined;
  findBy(field: keyof T, value: string | number): T[];
  findOneBy(field: keyof T, value: string | number): T | undefined;
  update(id: number, data: Partial<T>): T | undefined;
  delete(id: number): boolean;
  all(): T[];
}

export interface UserRow extends Row {
  login: string;
  node_id: string;
  avatar_url: string;
  gravatar_id: string;
  type: string;
  site_admin: boolean;
  name: string | null;
  email: string | null;
}

export interface OrgRow extends Row {
  login: string;
  node_id: string;
}

export interface TeamRow extends Row {
  org_id: number;
  node_id: string;
  name: string;
  slug: string;
  description: string | null;
  privacy: string;
  permission: string;
  parent_id: number | null;
  members_count: number;
  repos_count: number;
}

export interface TeamMemberRow extends Row {
  team_id: number;
  user_id: number;
  role: 'member' | 'maintainer';
}

export interface RepoRow extends Row {
  name: string;
  full_name: string;
  owner_id: number;
  owner_type: 'User' | 'Organization';
  private: boolean;
  fork: boolean;
  forked_from_id: number | null;
  default_branch: string;
  topics: string[];
  open_issues_count: number;
}

export interface CollaboratorRow extends Row {
  repo_id: number;
  user_id: number;
  permission: string;
}

export interface IssueRow extends Row {
  repo_id: number;
  number: number;
  title: string;
  body: string | null;
  state: string;
  user_id: number;
  label_ids: number[];
  closed_at: string | null;
  closed_by_id: number | null;
  is_pull_request: boolean;
}

export interface PullRow extends Row {
  repo_id: number;
  number: number;
  title: string;
  body: string | null;
  state: string;
  user_id: number;
  label_ids: number[];
  head_ref: string;
  head_sha: string;
  head_repo_id: number;
  base_ref: string;
  base_sha: string;
  base_repo_id: number;
  merged: boolean;
  merged_at: string | null;
  merged_by_id: number | null;
  merge_commit_sha: string | null;
  closed_at: string | null;
  draft: boolean;
}

export interface LabelRow extends Row {
  repo_id: number;
  node_id: string;
  name: string;
  color: string;
  description: string | null;
  default: boolean;
}

export interface CommentRow extends Row {
  repo_id: number;
  issue_number: number | null;
  user_id: number;
  body: string;
}

export interface ReviewRow extends Row {
  node_id: string;
  repo_id: number;
  pull_number: number;
  user_id: number;
  body: string | null;
  state: string;
  commit_id: string;
  submitted_at: string | null;
}

export interface IssueEventRow extends Row {
  repo_id: number;
  issue_number: number;
  event: string;
  actor_id: number;
  label_name?: string | null;
}

export interface BranchRow extends Row {
  repo_id: number;
  name: string;
  sha: string;
  protected: boolean;
}

export interface RefRow extends Row {
  repo_id: number;
  ref: string;
  sha: string;
  node_id: string;
}

export interface ProtectionRow extends Row {
  repo_id: number;
  branch_name: string;
  required_status_checks: { strict: boolean; contexts: string[] } | null;
  enforce_admins: boolean;
  required_pull_request_reviews: { required_approving_review_count: number } | null;
}

export interface CommitRow extends Row {
  repo_id: number;
  sha: string;
  message: string;
  author_name: string;
  author_email: string;
  author_date: string;
  committer_name: string;
  committer_email: string;
  committer_date: string;
  tree_sha: string;
  parent_shas: string[];
  user_id: number | null;
}

export interface TreeRow extends Row {
  repo_id: number;
  sha: string;
  tree: { path: string; mode: string; type: 'blob' | 'tree' | 'commit'; sha: string; size?: number }[];
}

export interface BlobRow extends Row {
  repo_id: number;
  sha: string;
  content: string;
  encoding: string;
  size: number;
}

export interface AppRow extends Row {
  app_id: number;
  slug: string;
  name: string;
  private_key: string;
  permissions: Record<string, string>;
  events: string[];
  webhook_url: string | null;
  webhook_secret: string | null;
}

export interface InstallationRow extends Row {
  installation_id: number;
  app_id: number;
  account_type: 'User' | 'Organization';
  account_id: number;
  account_login: string;
  repository_selection: 'all' | 'selected';
  repository_ids: number[];
  permissions: Record<string, string>;
}

export interface Rows {
  users: Collection<UserRow>;
  orgs: Collection<OrgRow>;
  teams: Collection<TeamRow>;
  teamMembers: Collection<TeamMemberRow>;
  repos: Collection<RepoRow>;
  collaborators: Collection<CollaboratorRow>;
  issues: Collection<IssueRow>;
  pullRequests: Collection<PullRow>;
  labels: Collection<LabelRow>;
  comments: Collection<CommentRow>;
  reviews: Collection<ReviewRow>;
  issueEvents: Collection<IssueEventRow>;
  branches: Collection<BranchRow>;
  branchProtections: Collection<ProtectionRow>;
  refs: Collection<RefRow>;
  commits: Collection<CommitRow>;
  trees: Collection<TreeRow>;
  blobs: Collection<BlobRow>;
  apps: Collection<AppRow>;
  appInstallations: Collection<InstallationRow>;
}
