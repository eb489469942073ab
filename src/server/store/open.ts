import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';
import { MOVING } from './tables.ts';

/** Where the records are: a file, or a PostgreSQL address (which may hold a password: it is never printed). */
export type Database = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly address: string };

/**
 * From `sqlite:<file>`, `postgres://…` or `postgresql://…`; undefined for anything else. A relative file is taken
 * as it is.
 */
export function parseDatabase(text: string): Database | undefined {
  const [, scheme = '', rest = ''] = /^([a-z]+):(?:\/\/)?(.*)$/is.exec(text) ?? [];
  if (rest === '') return undefined;
  if (scheme.toLowerCase() === 'sqlite') return { kind: 'sqlite', file: rest };
  return /^postgres(ql)?$/i.test(scheme) && URL.canParse(text) ? { kind: 'postgres', address: text } : undefined;
}

/** What may be printed of it: no user, no password, no options. */
export function nameOf(database: Database): string {
  if (database.kind === 'sqlite') return database.file;
  const { host, pathname } = new URL(database.address);
  return `postgres://${host}${pathname}`;
}

/**
 * Opens the store behind an address, making what is not there. Only the driver that is needed is loaded.
 * @param now ms since 1970
 * Throws StoreError 'newer', or an Error whose message may be shown to whoever started the program.
 */
export async function openDatabase(database: Database, now: number): Promise<Store> {
  const store = database.kind === 'postgres' ? await (await import('./postgres.ts')).openPostgres(database.address, now) : openFile(database.file, now);
  if ((await store.read((tx) => tx.meta(MOVING))) === undefined) return store;
  await store.close();
  throw new Error('moving records into it was begun and not finished; run the move again');
}

function openFile(file: string, now: number): Store {
  // The records are personal: nobody else on this machine needs to look in.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return openSqlite(file, now);
}
