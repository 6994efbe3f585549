/**
 * Comments that may contain commands, until they are answered; review requests and the files they covered; former names
 * of a pilot, because its decisions are in the ledger under them.
 */
export const sql = `
create table spoken (
  seq bigint generated always as identity primary key,
  repository text not null,
  pull_request integer not null,
  kind text not null check (kind in ('comment', 'review')),
  comment_id bigint not null,
  action text not null check (action in ('created', 'edited', 'deleted')),
  told text not null,
  head_at_arrival text,
  reported_head text,
  pushed_at timestamptz,
  answer text,
  tries integer not null default 0
);
create index spoken_repository on spoken (repository, seq);

create table asked_review (
  repository text not null,
  pull_request integer not null,
  subject text not null,
  digest text not null,
  primary key (repository, pull_request, subject)
);

alter table open_pull add column pushed_at timestamptz;
alter table open_pull add column reported_head text;
alter table open_pull add column asked boolean not null default false;
alter table pilot add column former text[] not null default '{}';
`;
