/** Append-only and hash-chained; the head is stored separately so that a truncated tail is detected. */
export const sql = `
create table ledger (
  seq bigint primary key check (seq > 0),
  previous text not null,
  hash text not null unique,
  at text not null,
  kind text not null,
  repository text not null,
  pull_request integer,
  subject text not null,
  body text not null
);
create index ledger_subject on ledger (repository, pull_request, seq);

create table ledger_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash text not null
);
insert into ledger_head (seq, hash) values (0, repeat('0', 64));

create function ledger_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only: % is refused', tg_op;
end
$$;
create trigger ledger_append_only before update or delete on ledger for each row execute function ledger_refuse();
create trigger ledger_no_truncate before truncate on ledger for each statement execute function ledger_refuse();
create trigger ledger_head_stays before delete on ledger_head for each row execute function ledger_refuse();
create trigger ledger_head_no_truncate before truncate on ledger_head
  for each statement execute function ledger_refuse();
`;
