import { existsSync, mkdirSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Queue } from '../store/queue.ts';
import { parseEntry, type Ledger, type LedgerEntry } from './ledger.ts';

export interface FileLedger extends Ledger {
  /** Brings the second copy up to date. */
  copy(): Promise<void>;
}

/**
 * The ledger as a file of one line each, and a second copy of it, read as well: one that was lost or cut is made whole
 * from the other.
 * @param path as `<data>/erased.jsonl`
 * @param copyPath as `<data>/backups/erased.jsonl`
 * @param fault told when the second copy could not be written: the entry itself is safe then
 */
export function fileLedger(path: string, copyPath: string, fault: (e: unknown) => void): FileLedger {
  const queue = new Queue();
  const copy = async (): Promise<void> => {
    const entries = await readBoth(path, copyPath);
    if (entries.length > 0) await replace(copyPath, textOf(entries));
  };
  return {
    append: (entry) =>
      queue.run(async () => {
        await appendLine(path, JSON.stringify(entry));
        await copy().catch(fault);
      }),
    readAll: () => queue.run(() => mended(path, copyPath)),
    copy: () => queue.run(copy),
  };
}

const textOf = (entries: readonly LedgerEntry[]): string => entries.map((e) => `${JSON.stringify(e)}\n`).join('');

/** Every entry of both, once the file has those that only its copy still had. */
async function mended(path: string, copyPath: string): Promise<LedgerEntry[]> {
  const had = new Set((await read(path)).map((e) => e.id));
  const all = await readBoth(path, copyPath);
  for (const entry of all) if (!had.has(entry.id)) await appendLine(path, JSON.stringify(entry));
  return all;
}

async function readBoth(path: string, copyPath: string): Promise<LedgerEntry[]> {
  const byId = new Map<string, LedgerEntry>();
  for (const file of [path, copyPath]) for (const entry of await read(file)) if (!byId.has(entry.id)) byId.set(entry.id, entry);
  return [...byId.values()].toSorted((a, b) => a.at - b.at);
}

async function read(path: string): Promise<LedgerEntry[]> {
  if (!existsSync(path)) return [];
  return (await readFile(path, 'utf8')).split('\n').flatMap((line) => parseEntry(line) ?? []);
}

/** Begins on a line of its own, also where the last one was torn off. */
async function appendLine(path: string, line: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = !existsSync(path);
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    await file.appendFile(`${size > 0 && last.toString() !== '\n' ? '\n' : ''}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (fresh) await syncFolder(path);
}

async function replace(path: string, text: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.part`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
  await syncFolder(path);
}

/** A new name in a folder is on disk only when the folder is. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // no folder can be opened there, and names need no such help
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
