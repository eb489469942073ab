/** The tables of `0004-access.ts` for PostgreSQL, column for column; for the style see `0001-first-postgres.ts`. */
const text = 'text collate "C" not null';

export const accessPostgres = `
alter table tokens add column if not exists ended bigint not null default 0;
create index if not exists tokens_device on tokens (device);

create table if not exists revocations (
  device ${text} primary key, at bigint not null, author ${text}, met bigint not null, taken bigint not null,
  parted bigint not null
);

create table if not exists discards (
  replica ${text}, no bigint not null, dig ${text}, device ${text}, author ${text}, person ${text}, at bigint not null,
  reason ${text}, op ${text}, primary key (replica, no, dig)
);

create table if not exists inviters (hash ${text} primary key, device ${text});
create index if not exists inviters_device on inviters (device);

create index if not exists quarantine_at on quarantine (at);
`;
