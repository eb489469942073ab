/** Erasures (PROTOCOL 2.12): what was erased, which ids may not come back, and how far each device has followed. */
export const erase = `
create table erasures (
  id text primary key, no integer not null, mark text not null, at integer not null, device text not null,
  reason text not null, subjects text not null, ids text not null, changed integer not null
) strict, without rowid;
create index erasures_no on erasures (no);
create index erasures_mark on erasures (mark);

create table erased (id text primary key, erasure text not null) strict, without rowid;

create table heard (device text primary key, no integer not null) strict, without rowid;
`;
