/** Since when a comment is pending that could not be written with its check run. */
export const sql = `
alter table verdict add column comment_owed_at timestamptz;
`;
