/**
 * The state digest: what lies in a scope as one number ('' until it is first reckoned), how often a device's records were
 * found to differ, and when it was told that this endpoint lost its past (ms; 0 = never).
 */
export const state = `
alter table scopes add column sum text not null default '';
alter table devices add column differs integer not null default 0;
alter table devices add column reset integer not null default 0;
`;
