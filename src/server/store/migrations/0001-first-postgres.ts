/**
 * The first tables for PostgreSQL: those of `0001-first.ts`, column for column, and `locks`, which holds no data: a
 * writer that found no row to hold holds a name there (see `postgres-tx.ts`). Only what distributed engines serve
 * too: no sequences, triggers or foreign keys, and the scope first in every key of what belongs to a scope, so that
 * the scope can be what rows are spread by. Text is ordered by its bytes, as SQLite does, whatever the database's
 * own language.
 */
const text = 'text collate "C" not null';

export const firstPostgres = `
create table if not exists meta (key ${text} primary key, value ${text});

create table if not exists locks (name ${text} primary key, n bigint not null);

create table if not exists devices (
  device ${text} primary key, label ${text}, role ${text}, via ${text}, made bigint not null, seen bigint not null,
  unsent bigint not null, skew bigint not null, schema bigint not null
);

create table if not exists invites (
  hash ${text} primary key, role ${text}, areas ${text}, name ${text}, via ${text}, made bigint not null,
  expires bigint not null, replica ${text}, device ${text}, closed bigint not null
);

create table if not exists tokens (
  hash ${text} primary key, device ${text}, kind ${text}, invite ${text}, made bigint not null, used bigint not null
);

create table if not exists replicas (
  replica ${text} primary key, device ${text}, n bigint not null, dig ${text}, st ${text}, seqs ${text}, cursors ${text}
);
create index if not exists replicas_device on replicas (device);

create table if not exists grants (scope ${text}, device ${text}, allowed bigint not null, primary key (scope, device));
create index if not exists grants_device on grants (device);

create table if not exists scopes (scope ${text} primary key, seq bigint not null, nonce ${text});

create table if not exists pushes (
  scope ${text}, seq bigint not null, nonce ${text}, replica ${text}, n bigint not null, at bigint not null,
  primary key (scope, seq)
);

create table if not exists rows (
  scope ${text}, t ${text}, id ${text}, f ${text}, p ${text}, h ${text}, seq bigint not null, prev bigint not null,
  primary key (scope, t, id)
);
create index if not exists rows_seq on rows (scope, seq);

create table if not exists origins (
  scope ${text}, replica ${text}, no bigint not null, dig ${text}, h ${text}, author ${text}, at bigint not null,
  primary key (scope, replica, no)
);
create index if not exists origins_stamp on origins (scope, h);

create table if not exists history (
  scope ${text}, t ${text}, id ${text}, field ${text}, stamp ${text}, why ${text}, replica ${text}, no bigint not null,
  value ${text}, personal bigint not null, author ${text}, at bigint not null, seen bigint not null,
  primary key (scope, t, id, field, stamp, why, replica, no)
);

create table if not exists quarantine (
  replica ${text}, no bigint not null, dig ${text}, device ${text}, reason ${text}, at bigint not null, op ${text},
  primary key (replica, no, dig)
);
`;
