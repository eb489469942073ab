import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordId } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { stampOf } from '../../src/core/clock.ts';
import { MEDIA_GZIP } from '../../src/core/sync/protocol.ts';
import { post, readBody, Tablet } from '../support/tablet.ts';
import { startProcess, type Running } from './support/process.ts';

const folder = mkdtempSync(join(tmpdir(), 'tizme-size-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let folders = 0;
let r: Running;
let office: Tablet;

beforeEach(async () => {
  r = await startProcess(['--data', join(folder, String(++folders))]);
  office = new Tablet({ ask: r.ask, now: Date.now, replica: 'coordinat0' });
  await office.enrol(must(r.link(), 'link'));
});
afterEach(async () => void (await r.end('SIGKILL')));

async function joined(replica: string, role: 'trainer' | 'coordinator'): Promise<Tablet> {
  const { invite } = (await readBody(await post(r.ask, '/v1/invite', { v: 1, role, areas: [], name: '' }, office.token))) as { invite: string };
  const t = new Tablet({ ask: r.ask, now: Date.now, replica });
  await t.enrol(invite);
  return t;
}

describe('much, and what is none of theirs, at a real endpoint', { timeout: 120_000 }, () => {
  it('[4.2/37] [I1] pushes of 1, 200 and 10,000 saves: whatever the page, no reader ever sees a part of a push', async () => {
    const batchOf = new Map<string, number>();
    const sizes: number[] = [];
    const write = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) office.save('p', 'trainer', office.nextId(), { name: `Орозов Таалай ${i}` });
      while (office.pend.length > 0) {
        office.freeze();
        const ops = must(office.flight, 'batch').ops;
        for (const op of ops) batchOf.set(op.id, sizes.length);
        sizes.push(ops.length);
        expect((await office.sync()).status).toBe(200);
      }
    };
    for (const count of [1, 200, 10_000]) await write(count);
    const reader = await joined('reader0000', 'trainer');
    reader.room = 40_000;
    for (let pages = 1; ; pages++) {
      const { body } = await reader.sync();
      const seen = new Map<number, number>();
      for (const row of reader.rows.values()) seen.set(must(batchOf.get(row.id), 'batch'), (seen.get(must(batchOf.get(row.id), 'batch')) ?? 0) + 1);
      expect([...seen].filter(([batch, n]) => n !== sizes[batch])).toEqual([]);
      if (must(body, 'answer').cur.some((c) => c[3] === 1)) continue;
      expect(pages).toBeGreaterThan(10);
      break;
    }
    expect(reader.rows.size).toBe(10_201);
  });

  it('[4.2/39] [I11] bombs of gzip, many at once: each 413, and the endpoint keeps neither their size nor the others waiting', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000, 32), { level: 9 });
    expect(bomb.length).toBeLessThan(1_048_576);
    const throwOne = async (): Promise<number> => (await r.ask('/v1/sync', { method: 'POST', headers: { 'content-type': MEDIA_GZIP, authorization: `Bearer ${office.token}` }, body: bomb })).status;
    expect(await Promise.all(Array.from({ length: 24 }, throwOne))).toEqual(Array.from({ length: 24 }, () => 413));
    office.save('p', 'trainer', office.nextId(), { name: 'Сыдыков Эрмек' });
    expect((await office.sync()).status).toBe(200);
    if (process.platform !== 'linux') return;
    const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${r.child.pid}/status`, 'utf8'))?.[1]);
    expect(peak).toBeLessThan(600_000);
  });

  it('[4.2/30] [I10] saves for a scope, a name or a role that is not theirs: refused one by one, and nothing of others comes back', async () => {
    const training = office.nextId();
    office.save('p', 'training', training, { title: 'Семинар' });
    office.save(`t:${training}`, 'slot', `d:${training}/1` as RecordId, { training, n: 1, day: '2019-11-18' });
    await office.settle();
    const t = await joined('trainer000', 'trainer');
    const own = t.nextId();
    t.save('p', 'training', own, { title: 'their own' });
    t.save(`t:${training}`, 'slot', `d:${training}/1` as RecordId, { day: '2020-01-01' });
    t.save('p', 'training', training, { title: 'stolen' });
    t.save('p', 'project', t.nextId(), {});
    t.save('p', 'training', own, { title: 'in another’s name' }, { h: stampOf({ ms: Date.now(), c: 0 }, office.replica) });
    t.save('p', 'course', t.nextId(), {});
    t.save('f:x', 'slot', t.nextId(), {});
    t.save(`t:${own}`, 'slot', `d:${own}/1` as RecordId, { training: own, n: 1, day: '2019-11-19' });
    const { answers, body } = await t.sync();
    expect(answers.map(([op, code]) => [op.no, code])).toEqual([2, 3, 4, 5, 6, 7].map((no) => [no, 'bad']));
    expect(new Set([...t.rows.values()].map((row) => row.s))).toEqual(new Set(['p', `t:${own}`]));
    expect(must(body, 'answer').cur.map((c) => c[0]).toSorted()).toEqual(['p', `t:${own}`]);
    await office.settle();
    expect(office.rows.get(`p training ${training}`)?.f['title']).toBe('Семинар');
    expect(office.rows.get(`p training ${own}`)?.f['title']).toBe('their own');
    const push = must(t.enrolled, 'device').push;
    for (const path of ['/v1/devices', '/v1/quarantine']) {
      for (const token of [t.token, push]) expect((await r.ask(path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(403);
    }
  });
});
