/** Whether the required check was published as passing on this head. It is withdrawn when the pull request ends. */
export const sql = `
alter table verdict add column is_passing boolean not null default false;
create index verdict_passing on verdict (repository, pull_request) where is_passing;
`;
