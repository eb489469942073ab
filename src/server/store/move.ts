import { createHash } from 'node:crypto';
import type { Column } from './sql-tx.ts';
import { MOVING, type TableRow, type Tables, type TableShape, type TableSource } from './tables.ts';

/** Rows read and written at a time; of those that hold pieces of files (256 KB each) fewer, for the memory's sake. */
const BATCH = { rows: 500, pieces: 16 } as const;
const batchOf = ({ columns }: TableShape): number => (columns.includes('bytes') ? BATCH.pieces : BATCH.rows);

/** A table, and how much of it is on both sides. */
export interface Moved {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 over all rows in the order of their keys, hex. */
  readonly digest: string;
}

/**
 * Copies every row of one database into another, then reads both again and compares. Until the comparison has
 * succeeded the target is marked and no endpoint opens it; a target that bears the mark, left by a run that was cut
 * off, is emptied and filled anew. Nothing is ever written to the source.
 * @param done told after each table that was compared
 * Throws an Error of one line: the target holds records, the two differ in their tables, or in a row.
 */
export async function move(from: TableSource, to: Tables, done: (moved: Moved) => void = () => undefined): Promise<readonly Moved[]> {
  const tables = await from.list();
  if (JSON.stringify(tables) !== JSON.stringify(await to.list())) throw new Error('the two databases have different tables');
  await refuse(from, to, tables);
  await to.begin();
  for (const table of tables) for await (const rows of batches(from, table)) await to.add(table, rows);
  const moved: Moved[] = [];
  for (const table of tables) {
    const [a, b] = [await digestOf(from, table), await digestOf(to, table)];
    if (a.rows !== b.rows || a.digest !== b.digest) throw new Error(`the copy of ${table.name} differs: ${a.rows} rows here, ${b.rows} there`);
    moved.push(a);
    done(a);
  }
  await to.finish();
  return moved;
}

async function refuse(from: TableSource, to: Tables, tables: readonly TableShape[]): Promise<void> {
  if (await isMarked(from, tables)) throw new Error('the source is itself an unfinished copy');
  if (await isMarked(to, tables)) return;
  for (const table of tables) {
    if ((await to.page(table, undefined, 1)).length > 0) throw new Error(`the target holds records already (${table.name}): it must be empty`);
  }
}

async function isMarked(side: TableSource, tables: readonly TableShape[]): Promise<boolean> {
  const meta = tables.find((t) => t.name === 'meta');
  if (!meta) return false;
  for await (const rows of batches(side, meta, false)) if (rows.some((r) => isMark(meta, r))) return true;
  return false;
}

const isMark = (table: TableShape, row: TableRow): boolean => table.name === 'meta' && row[table.columns.indexOf('key')] === MOVING;

/** All rows in the order of their keys; without the mark of the move, which is none of the records. */
async function* batches(side: TableSource, table: TableShape, bare = true): AsyncGenerator<readonly TableRow[]> {
  let after: TableRow | undefined;
  for (;;) {
    const rows = await side.page(table, after, batchOf(table));
    after = rows.at(-1);
    if (after === undefined) return;
    const some = bare ? rows.filter((r) => !isMark(table, r)) : rows;
    if (some.length > 0) yield some;
  }
}

/** Bytes by their own digest: as a list of numbers they would be five times as long. */
const toText = (v: Column): string | number => (v instanceof Uint8Array ? createHash('sha256').update(v).digest('hex') : v);

async function digestOf(side: TableSource, table: TableShape): Promise<Moved> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const rows of batches(side, table)) {
    for (const row of rows) hash.update(`${JSON.stringify(row.map(toText))}\n`);
    count += rows.length;
  }
  return { table: table.name, rows: count, digest: hash.digest('hex') };
}
