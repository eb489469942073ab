import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { fileLedger } from '../../src/server/erase/file-ledger.ts';
import type { LedgerEntry } from '../../src/server/erase/ledger.ts';

const root = mkdtempSync(join(tmpdir(), 'tizme-ledger-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const entry = (n: number): LedgerEntry => ({
  id: `erasure${n}`, at: 1000 + n, device: 'd1', reason: 'asked', subjects: [{ t: 'person', id: `aaaaaaaaaa.${n}` as RecordId }], ids: [`aaaaaaaaaa.${n}`],
});

describe('[2.12] the ledger of erasures as a file', () => {
  let folder = '';
  let faults: unknown[] = [];
  const paths = (): [string, string] => [join(folder, 'data', 'erased.jsonl'), join(folder, 'data', 'backups', 'erased.jsonl')];
  const open = () => fileLedger(...paths(), (e) => faults.push(e));
  const ids = async (): Promise<string[]> => (await open().readAll()).map((e) => e.id);
  beforeEach(() => {
    folder = mkdtempSync(join(root, 'x-'));
    faults = [];
  });

  it('holds a line for each, in two places, for nobody else on the machine', async () => {
    expect(await ids()).toEqual([]);
    const ledger = open();
    await Promise.all([ledger.append(entry(1)), ledger.append(entry(2))]);
    await ledger.append(entry(3));
    const [path, copy] = paths();
    expect(readFileSync(path, 'utf8').split('\n').length).toBe(4);
    expect(readFileSync(copy, 'utf8')).toBe(readFileSync(path, 'utf8'));
    expect(statSync(path).mode & 0o77).toBe(0);
    expect(await open().readAll()).toEqual([entry(1), entry(2), entry(3)]);
    expect(faults).toEqual([]);
  });

  it.each(['{"id":"erasure2","at":1002,"dev', '{"id":"erasure2"}', '\0\0\0\0', 'null', '[]'])('a last line that was torn off stops nothing: %j', async (torn) => {
    await open().append(entry(1));
    appendFileSync(paths()[0], torn);
    expect(await ids()).toEqual(['erasure1']);
    await open().append(entry(3));
    expect(await ids()).toEqual(['erasure1', 'erasure3']);
    expect(readFileSync(paths()[0], 'utf8').trimEnd().split('\n').at(-1)).toBe(JSON.stringify(entry(3)));
  });

  it('a file that was lost, or put back to before, is made whole from its copy', async () => {
    await open().append(entry(1));
    const early = readFileSync(paths()[0], 'utf8');
    await open().append(entry(2));
    writeFileSync(paths()[0], early);
    expect(await ids()).toEqual(['erasure1', 'erasure2']);
    rmSync(paths()[0]);
    expect(await ids()).toEqual(['erasure1', 'erasure2']);
    await open().append(entry(3));
    rmSync(paths()[1]);
    await open().copy();
    expect(await ids()).toEqual(['erasure1', 'erasure2', 'erasure3']);
  });

  it('a copy that cannot be written is told, and undoes nothing', async () => {
    const path = paths()[0];
    const blocked = join(folder, 'blocked');
    writeFileSync(blocked, '');
    const ledger = fileLedger(path, join(blocked, 'erased.jsonl'), (e) => faults.push(e));
    await ledger.append(entry(1));
    expect(faults.length).toBe(1);
    expect(existsSync(path)).toBe(true);
  });
});
