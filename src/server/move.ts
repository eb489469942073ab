import { parseArgs } from 'node:util';
import { move } from './store/move.ts';
import { nameOf, parseDatabase, type Database } from './store/open.ts';
import { openSqliteTables } from './store/sqlite-tables.ts';
import type { Tables } from './store/tables.ts';

/*
 * `npm run move -- --from sqlite:data/tizme.db --to postgres://user:password@host/name`: takes an installation to
 * another database. The endpoint must be stopped; the source stays as it is.
 */

const USAGE = 'Usage: npm run move -- --from sqlite:<file> --to postgres://user:password@host/name';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function giveUp(line: string, code: 1 | 2): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

function readArguments(): { from: string | undefined; to: string | undefined } {
  try {
    const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
    return { from: values.from, to: values.to };
  } catch {
    return giveUp(USAGE, 2);
  }
}

function databaseOf(text: string | undefined, name: string): Database {
  const database = text === undefined ? undefined : parseDatabase(text);
  return database ?? giveUp(`--${name} must be sqlite:<file> or postgres://…\n${USAGE}`, 2);
}

async function open(database: Database, role: 'from' | 'to'): Promise<Tables> {
  try {
    if (database.kind === 'sqlite') return await openSqliteTables(database.file, role, Date.now());
    return await (await import('./store/postgres-tables.ts')).openPostgresTables(database.address, Date.now());
  } catch (e) {
    return giveUp(`${nameOf(database)} cannot be opened: ${reasonOf(e)}`, 1);
  }
}

const reasonOf = (e: unknown): string => (e instanceof Error ? e.message : String(e)).split('\n')[0] ?? '';

const given = readArguments();
const [source, target] = [databaseOf(given.from, 'from'), databaseOf(given.to, 'to')];
const [from, to] = [await open(source, 'from'), await open(target, 'to')];
try {
  const moved = await move(from, to, ({ table, rows, digest }) => print(`${table.padEnd(12)} ${String(rows).padStart(9)} rows, the same on both sides (${digest.slice(0, 12)})`));
  print(`Moved ${moved.reduce((n, m) => n + m.rows, 0)} rows from ${nameOf(source)} to ${nameOf(target)}. Start the endpoint with the new --database; keep the old one until you have seen your records.`);
} catch (e) {
  process.exitCode = 1;
  process.stderr.write(`Nothing was moved: ${reasonOf(e)}\n`);
} finally {
  await from.close();
  await to.close();
}
