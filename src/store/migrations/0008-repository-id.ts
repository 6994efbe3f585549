/** A repository is known by GitHub's id: its name may be given to another one. Older entries of the ledger have none. */
export const sql = `
alter table ledger add column repository_id bigint;
create index ledger_repository_id on ledger (repository_id, seq);
alter table spoken add column repository_id bigint;
`;
