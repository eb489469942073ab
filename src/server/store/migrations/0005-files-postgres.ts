/** The tables of `0005-files.ts`, column for column. Only what distributed engines serve too. */
const text = 'text collate "C" not null';

export const filesPostgres = `
create table if not exists blobs (
  sha ${text} primary key, size bigint not null, held bigint not null, state ${text}, type ${text}, device ${text}, touched bigint not null
);
create index if not exists blobs_device on blobs (device);
create index if not exists blobs_touched on blobs (touched);

create table if not exists blob_parts (sha ${text}, at bigint not null, bytes bytea not null, primary key (sha, at));

create table if not exists file_links (scope ${text}, id ${text}, sha ${text}, live bigint not null, primary key (scope, id));
create index if not exists file_links_sha on file_links (sha);
`;
