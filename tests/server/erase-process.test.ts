import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { post, Tablet } from '../support/tablet.ts';
import { startProcess, type Running } from './support/process.ts';

const root = mkdtempSync(join(tmpdir(), 'tizme-erase-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const now = (): number => Date.now();
const NAME = 'Сагынбаева Каныкей';
const PERSON = 'aaaaaaaaaa.p' as RecordId;

let running: Running | undefined;
afterEach(async () => {
  if (running && running.child.exitCode === null && running.child.signalCode === null) await running.end('SIGKILL');
  running = undefined;
});

/** Whether a text stands anywhere in the files of a database, also in parts that are no longer used. */
const lingers = (data: string, text: string): string[] =>
  readdirSync(data).filter((f) => f.startsWith('tizme.db') && readFileSync(join(data, f)).includes(Buffer.from(text)));

/** Rows enough for many pages, so that some of them are rebuilt and some come free. */
async function fill(t: Tablet): Promise<void> {
  for (let i = 0; i < 150; i++) t.save('r:local', 'person', `aaaaaaaaaa.f${i.toString(36)}` as RecordId, { name: `Башка киши ${i} ${'ө'.repeat(i)}`, org: 'x'.repeat(190 - i) });
  t.save('r:local', 'person', PERSON, { name: NAME, org: 'Айыл өкмөтү', phone: '0700 112233' });
  for (let i = 0; i < 40; i++) t.save('r:local', 'person', PERSON, { name: `${NAME} ${'а'.repeat(i * 3)}` });
  for (let i = 0; i < 60; i++) t.save('t:aaaaaaaaaa.t', 'registration', `g:aaaaaaaaaa.t/aaaaaaaaaa.f${i.toString(36)}` as RecordId, { name: `Башка ${i}` });
  t.save('p', 'training', 'aaaaaaaaaa.t' as RecordId, { title: 'Бюджет' });
  t.save('t:aaaaaaaaaa.t', 'registration', `g:aaaaaaaaaa.t/${PERSON}` as RecordId, { name: NAME, sex: 'f' });
  // One that is refused lies in quarantine whole.
  t.save('t:aaaaaaaaaa.t', 'registration', `g:aaaaaaaaaa.t/${PERSON}` as RecordId, {}, { f: { name: NAME } });
  await t.settle();
}

describe('erased for good', { timeout: 90_000 }, () => {
  it('[4.2/32] [4.2/33] [2.12] [I5] after kill -9 and an old copy of the database put back, the name is nowhere in its bytes, nor in an answer', async () => {
    const data = join(root, 'data');
    running = await startProcess(['--data', data]);
    const t = new Tablet({ ask: running.ask, now, replica: 'aaaaaaaaaa' });
    await t.enrol(running.link() ?? '');
    await fill(t);
    const old = join(root, 'old.db');
    const source = new DatabaseSync(join(data, 'tizme.db'), { readOnly: true });
    await backup(source, old);
    source.close();
    expect(lingers(data, NAME)).not.toEqual([]);

    const response = await post(running.ask, '/v1/erase', { v: 1, subjects: [{ t: 'person', id: PERSON }], reason: 'asked' }, t.token);
    expect(response.status).toBe(200);
    expect(lingers(data, NAME)).toEqual([]);
    expect(lingers(data, '0700 112233')).toEqual([]);
    await running.end('SIGKILL');
    expect(lingers(data, NAME)).toEqual([]);
    const [ledger, copy] = [join(data, 'erased.jsonl'), join(data, 'backups', 'erased.jsonl')];
    expect(readFileSync(ledger, 'utf8')).toBe(readFileSync(copy, 'utf8'));
    expect(readFileSync(ledger, 'utf8')).not.toContain(NAME);

    for (const rest of ['-wal', '-shm']) rmSync(join(data, `tizme.db${rest}`), { force: true });
    copyFileSync(old, join(data, 'tizme.db'));
    rmSync(ledger);
    expect(lingers(data, NAME)).not.toEqual([]);
    running = await startProcess(['--data', data]);
    expect(lingers(data, NAME)).toEqual([]);
    expect(existsSync(ledger)).toBe(true);
    const r = must(running, 'the endpoint');
    const reader = new Tablet({ ask: r.ask, now, replica: 'aaaaaaaaaa' });
    reader.enrolled = t.enrolled;
    await reader.settle();
    expect(reader.rows.size).toBeGreaterThan(200);
    expect(JSON.stringify([...reader.rows.values()])).not.toContain('Сагынбаева');
    const get = async (path: string): Promise<string> => (await r.ask(path, { headers: { authorization: `Bearer ${t.token}` } })).text();
    expect(await get(`/v1/history?s=r:local&t=person&id=${PERSON}`)).not.toContain('Сагынбаева');
    expect(await get('/v1/quarantine')).not.toContain('Сагынбаева');
    expect(await get('/v1/erase')).toContain('"rows":2');
    await running.end('SIGTERM');
    expect(lingers(data, NAME)).toEqual([]);
    expect(r.output()).not.toContain('Сагынбаева');
  });
});
