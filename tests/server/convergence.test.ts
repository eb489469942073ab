import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entity } from '../../src/core/schema/entity.ts';
import { entities, registryOf } from '../../src/core/entities/registry.ts';
import { ref, text } from '../../src/core/schema/field.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import type { Op } from '../../src/core/sync/change.ts';
import { keyOf, readBody, type Tablet } from '../support/tablet.ts';
import { kinds, makeEndpoint, type Endpoint } from './support/endpoint.ts';

const training = 'coordinat0.0';
const T: Scope = `t:${training}`;
const NAMES = ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc'] as const;

const sorted = (rows: Iterable<object>): string[] => [...rows].map((r) => JSON.stringify(r, Object.keys(r).toSorted())).toSorted();
const rowsOf = async (e: Endpoint): Promise<Map<string, unknown>> =>
  e.store.read(async (tx) => {
    const all = new Map<string, unknown>();
    for (const s of (await tx.scopes()).keys()) {
      for (const { seq: _, prev: __, ...row } of await tx.rowsAfter(s, 0, 10_000)) all.set(keyOf(row), row);
    }
    return all;
  });

/** Cells of these ops whose value is neither in a row nor in history. */
async function missing(e: Endpoint, ops: readonly Op[]): Promise<unknown[]> {
  return e.store.read(async (tx) => {
    const lost: unknown[] = [];
    for (const { s, t, id, f } of ops) {
      const [row, history] = [await tx.row(s, t, id), await tx.history(s, t, id)];
      for (const [field, value] of Object.entries(f)) {
        if (row?.f[field] !== value && !history.some((h) => h.field === field && h.value === value)) lost.push([id, field, value]);
      }
    }
    return lost;
  });
}

async function world(kind: (typeof kinds)[number]): Promise<{ e: Endpoint; tablets: Tablet[] }> {
  const e = makeEndpoint(kind);
  const c = await e.coordinator();
  c.save('p', 'training', training as RecordId, { title: 'x' });
  await c.settle();
  const tablets = [];
  for (const name of NAMES) tablets.push(await e.joined(c, name, 'coordinator'));
  return { e, tablets };
}

/** What one tablet does: a save of one of few cells, or a contact with the endpoint that may lose its answer. */
const step = fc.record({
  who: fc.nat(2),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.record({ row: fc.nat(2), field: fc.constantFrom('title', 'venue', '$gone'), value: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.constantFrom('sync', 'lost') },
  ),
  later: fc.constantFrom(0, 0, 1, 5),
});

describe.each(kinds)('convergence on %s', (kind) => {
  it('[I1] [I2] whatever is saved, lost and repeated in whatever order, all end with the rows of the endpoint', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { e, tablets } = await world(kind);
        const saved: Op[] = [];
        for (const { who, what, later } of steps) {
          e.clock.now += later;
          const t = tablets[who];
          if (!t) continue;
          if (what === 'lost') await t.sync({ lose: true });
          else if (what === 'sync') {
            const { error } = await t.sync();
            if (error) t.tellCursors = true;
          } else {
            const value = what.field === '$gone' ? what.value > 1 : `v${what.value}`;
            saved.push(t.save('p', 'training', `coordinat0.${what.row}` as RecordId, { [what.field]: value }));
          }
        }
        for (const t of [...tablets, ...tablets]) await t.settle();
        const endpoint = sorted((await rowsOf(e)).values() as Iterable<object>);
        for (const t of tablets) expect(sorted(t.rows.values())).toEqual(endpoint);
        expect(await missing(e, saved)).toEqual([]);
        await e.close();
      }),
      { numRuns: kind === 'memory' ? 60 : 15 },
    );
  });

  it('[I1] the order in which batches of several tablets arrive does not change the rows', async () => {
    const order = fc.shuffledSubarray([0, 0, 0, 1, 1, 1, 2, 2, 2], { minLength: 9, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(order, async (arrivals) => {
        const { e, tablets } = await world(kind);
        // Every tablet works alone first: the same saves with the same stamps in every run.
        for (const [k, t] of tablets.entries()) {
          for (let i = 0; i < 9; i++) {
            e.clock.now += (k * 7 + i * 3) % 5;
            t.save('p', 'training', `coordinat0.${i % 3}` as RecordId, { title: `${t.replica} ${i}`, ...(i % 4 === k ? { $gone: i % 2 === 0 } : {}) });
          }
        }
        for (const who of arrivals) await tablets[who]?.sync({ most: 3 });
        const rows = sorted((await rowsOf(e)).values() as Iterable<object>);
        await e.close();
        expected ??= rows;
        expect(rows).toEqual(expected);
      }),
      { numRuns: kind === 'memory' ? 30 : 8 },
    );
  });
  let expected: string[] | undefined;

  it('[T35] two tablets mark the same person on the same day: one attendance, both agree, the loser is in history', async () => {
    const { e, tablets } = await world(kind);
    const [a, b] = tablets as [Tablet, Tablet];
    const registration = `g:${training}/coordinat0.1`;
    const slot = `d:${training}/1`;
    const id = `a:${registration}/${slot}` as RecordId;
    a.save(T, 'attendance', id, { registration, slot, mark: 'present' });
    e.clock.now += 60_000;
    b.save(T, 'attendance', id, { registration, slot, mark: 'absent' });
    await b.settle();
    expect((await a.sync()).answers.map((x) => x[1])).toEqual(['lost']);
    await b.settle();
    const rows = [...(await rowsOf(e)).values()].filter((r) => (r as { t: string }).t === 'attendance');
    expect(rows).toMatchObject([{ id, f: { mark: 'absent' } }]);
    for (const t of [a, b]) expect(t.rows.get(`${T} attendance ${id}`)).toEqual(rows[0]);
    const response = await e.ask(`/v1/history?${new URLSearchParams({ s: T, t: 'attendance', id }).toString()}`, { headers: { authorization: `Bearer ${a.token}` } });
    expect(await readBody(response)).toMatchObject({ history: [{ field: 'mark', value: 'present', why: 'lost' }] });
    await e.close();
  });

  it('[ARCH] a new entity is stored and handed on without a word about it here', async () => {
    const ferry = entity({ name: 'ferry', since: 1, scope: 'p', fields: { captain: text({ personal: true, max: 20 }), harbour: ref('training') } });
    const e = makeEndpoint(kind, { registry: registryOf([...entities, ferry]) });
    const c = await e.coordinator();
    const other = await e.joined(c, 'bbbbbbbbbb');
    c.save('p', 'ferry', c.nextId(), { captain: 'Ө. Күн', harbour: training });
    c.save('p', 'ferry', c.nextId(), { captain: 'x'.repeat(21) });
    expect((await c.sync()).answers.map((a) => a.slice(1))).toEqual([['bad', 'too_long:captain']]);
    await other.settle();
    expect([...other.rows.values()]).toMatchObject([{ t: 'ferry', f: { harbour: training }, p: { captain: 'Ө. Күн' } }]);
    await e.close();
  });
});
