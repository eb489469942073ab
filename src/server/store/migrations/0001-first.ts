/**
 * The first tables. Whatever belongs to a scope has the scope first in its key. Clear (`f`) and personal (`p`)
 * cells lie in columns of their own, so that an erasure or a sealing of the personal ones moves nothing.
 */
export const first = `
create table meta (key text primary key, value text not null) strict, without rowid;

create table devices (
  device text primary key, label text not null, role text not null, via text not null, made integer not null,
  seen integer not null, unsent integer not null, skew integer not null, schema integer not null
) strict, without rowid;

create table invites (
  hash text primary key, role text not null, areas text not null, name text not null, via text not null,
  made integer not null, expires integer not null, replica text not null, device text not null, closed integer not null
) strict, without rowid;

create table tokens (
  hash text primary key, device text not null references devices (device), kind text not null,
  invite text not null, made integer not null, used integer not null
) strict, without rowid;

create table replicas (
  replica text primary key, device text not null references devices (device), n integer not null, dig text not null,
  st text not null, seqs text not null, cursors text not null
) strict, without rowid;
create index replicas_device on replicas (device);

create table grants (
  scope text not null, device text not null references devices (device), allowed integer not null,
  primary key (scope, device)
) strict, without rowid;
create index grants_device on grants (device);

create table scopes (scope text primary key, seq integer not null, nonce text not null) strict, without rowid;

create table pushes (
  scope text not null, seq integer not null, nonce text not null, replica text not null, n integer not null,
  at integer not null, primary key (scope, seq)
) strict, without rowid;

create table rows (
  scope text not null, t text not null, id text not null, f text not null, p text not null, h text not null,
  seq integer not null, prev integer not null, primary key (scope, t, id)
) strict, without rowid;
create index rows_seq on rows (scope, seq);

create table origins (
  scope text not null, replica text not null, no integer not null, dig text not null, h text not null,
  author text not null, at integer not null, primary key (scope, replica, no)
) strict, without rowid;
create index origins_stamp on origins (scope, h);

create table history (
  scope text not null, t text not null, id text not null, field text not null, stamp text not null, why text not null,
  replica text not null, no integer not null, value text not null, personal integer not null, author text not null,
  at integer not null, seen integer not null, primary key (scope, t, id, field, stamp, why, replica, no)
) strict, without rowid;

create table quarantine (
  replica text not null, no integer not null, dig text not null, device text not null, reason text not null,
  at integer not null, op text not null, primary key (replica, no, dig)
) strict, without rowid;
`;
