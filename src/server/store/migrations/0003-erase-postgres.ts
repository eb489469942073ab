/** The tables of `0003-erase.ts`, column for column. */
const text = 'text collate "C" not null';

export const erasePostgres = `
create table if not exists erasures (
  id ${text} primary key, no bigint not null, mark ${text}, at bigint not null, device ${text}, reason ${text},
  subjects ${text}, ids ${text}, changed bigint not null
);
create index if not exists erasures_no on erasures (no);
create index if not exists erasures_mark on erasures (mark);

create table if not exists erased (id ${text} primary key, erasure ${text});

create table if not exists heard (device ${text} primary key, no bigint not null);
`;
