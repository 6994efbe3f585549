/** Each evaluation looks up the last event of the organization's policy repository. */
export const sql = `
create index delivery_repository on delivery (lower(repository), received_at);
`;
