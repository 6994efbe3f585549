/** Webhook deliveries, and one job row per pull request. */
export const sql = `
create table delivery (
  id text primary key,
  event text not null,
  action text,
  installation_id bigint,
  repository text,
  pull_requests integer[] not null,
  received_at timestamptz not null
);
create index delivery_received_at on delivery (received_at);

create table job (
  repository text not null,
  pull_request integer not null check (pull_request >= 0),
  installation_id bigint,
  state text not null check (state in ('waiting', 'running', 'dead')),
  due timestamptz not null,
  follow_up timestamptz,
  tries integer not null default 0,
  lease uuid,
  leased_by text,
  leased_until timestamptz,
  error text,
  changed_at timestamptz not null,
  primary key (repository, pull_request),
  check ((state = 'running') = (lease is not null)),
  check ((state = 'running') = (leased_until is not null))
);
create index job_waiting on job (due) where state = 'waiting';
create index job_running on job (leased_until) where state = 'running';
create index job_dead on job (changed_at) where state = 'dead';
`;
