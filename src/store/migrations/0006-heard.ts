/** When a repository was last heard of is asked with each evaluation: whether an organization still has no policy. */
export const sql = `
create index delivery_repository on delivery (lower(repository), received_at);
`;
