/** A comment that could not be written when the check run was: since when it is owed. */
export const sql = `
alter table verdict add column comment_owed_at timestamptz;
`;
