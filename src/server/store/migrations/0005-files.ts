/**
 * Bytes of files (`core/entities/file.ts`) under their SHA-256, in the pieces in which they came, and which rows refer
 * to them. A file belongs to no scope: one photo may stand in several trainings, and lies here once.
 */
export const files = `
create table blobs (
  sha text primary key, size integer not null, held integer not null, state text not null, type text not null,
  device text not null, touched integer not null
) strict, without rowid;
create index blobs_device on blobs (device);
create index blobs_touched on blobs (touched);

create table blob_parts (sha text not null, at integer not null, bytes blob not null, primary key (sha, at)) strict;

create table file_links (
  scope text not null, id text not null, sha text not null, live integer not null, primary key (scope, id)
) strict, without rowid;
create index file_links_sha on file_links (sha);
`;
