/** `0002-state.ts` for PostgreSQL, column for column. */
export const statePostgres = `
alter table scopes add column if not exists sum text collate "C" not null default '';
alter table devices add column if not exists differs bigint not null default 0;
alter table devices add column if not exists reset bigint not null default 0;
`;
