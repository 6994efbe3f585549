/** What the App stores about pilots, verdicts and heads. GitHub remains the source; this only saves requests. */
export const sql = `
create table pilot (
  repository text primary key,
  since timestamptz not null,
  why text not null,
  tags text[] not null
);

create table verdict (
  repository text not null,
  pull_request integer not null,
  head_sha text not null,
  base_ref text not null,
  verdict text not null,
  conclusion text not null,
  digest text not null,
  judged_at timestamptz not null,
  valid_until timestamptz,
  check_run_id bigint,
  comment_id bigint,
  primary key (repository, pull_request, head_sha)
);
create index verdict_latest on verdict (repository, pull_request, judged_at desc);

create table head (
  repository text not null,
  pull_request integer not null,
  sha text not null,
  seen_at timestamptz not null,
  primary key (repository, pull_request)
);
create index head_sha on head (repository, sha);
`;
