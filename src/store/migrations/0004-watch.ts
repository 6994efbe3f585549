/**
 * A job can be about a commit of the merge queue; open pull requests are stored to route events to them; a pilot keeps
 * its record when it is renamed; a verdict has a publication time; periodic tasks run on one replica at a time.
 */
export const sql = `
alter table job add column sha text not null default '';
alter table job add column lost integer not null default 0;
alter table job drop constraint job_pkey;
alter table job add primary key (repository, pull_request, sha);

drop table head;
create table open_pull (
  repository text not null,
  pull_request integer not null check (pull_request > 0),
  sha text not null,
  base_ref text not null,
  promotion boolean,
  installation_id bigint,
  seen_at timestamptz not null,
  event_at timestamptz not null,
  primary key (repository, pull_request)
);
create index open_pull_sha on open_pull (repository, sha);
create index open_pull_installation on open_pull (installation_id);

drop table pilot;
create table pilot (
  repository_id bigint primary key,
  repository text not null,
  installation_id bigint,
  since timestamptz not null,
  why text not null,
  tags text[] not null,
  mode text not null check (mode in ('enforce', 'observe')),
  untagged_by text,
  untagged_at timestamptz
);
create index pilot_repository on pilot (repository);

alter table verdict add column told_at timestamptz;

create table duty (
  name text primary key,
  until timestamptz not null
);
`;
