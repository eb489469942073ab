/**
 * Who may still come in, and what became of what was refused: tokens that ended, devices taken out of the project, saves
 * that a coordinator let go, and whose invitations are whose.
 */
export const access = `
alter table tokens add column ended integer not null default 0;
create index tokens_device on tokens (device);

create table revocations (
  device text primary key references devices (device), at integer not null, author text not null, met integer not null,
  taken integer not null, parted integer not null
) strict, without rowid;

create table discards (
  replica text not null, no integer not null, dig text not null, device text not null, author text not null,
  person text not null, at integer not null, reason text not null, op text not null, primary key (replica, no, dig)
) strict, without rowid;

create table inviters (hash text primary key, device text not null) strict, without rowid;
create index inviters_device on inviters (device);

create index quarantine_at on quarantine (at);
`;
