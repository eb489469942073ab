import { afterEach, describe, expect, it } from 'vitest';
import { entities, registry, SCHEMA } from '../../../src/core/entities/registry.ts';
import type { RecordId, Scope } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { Database } from '../../../src/client/store/database.ts';
import { refreshView } from '../../../src/client/store/apply.ts';
import { freeze } from '../../../src/client/store/outbox.ts';
import type { Store } from '../../../src/client/store/store.ts';
import { openTablet } from '../../support/store.ts';

const open: Store[] = [];
const tablet = async (seed = 1): ReturnType<typeof openTablet> => {
  const t = await openTablet(seed);
  open.push(t.store);
  return t;
};
afterEach(() => {
  for (const s of open.splice(0)) s.close();
});

const newTraining = (store: Store, venue = 'Маданият үйү'): ReturnType<Store['save']> =>
  store.save((mint) => [{ t: 'training', s: 'p', id: mint(), values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', venue } }]);

describe('write', () => {
  it('[2.3] a save is op, view, clock and counter together, and confirmed rows are untouched', async () => {
    const { store } = await tablet();
    const { ids } = await newTraining(store);
    expect(await store.db.pend.count()).toBe(1);
    expect(await store.db.rows.count()).toBe(0);
    expect(await store.find('training', must(ids[0], 'id'))).toMatchObject({ venue: 'Маданият үйү', unsent: true });
    expect(await store.db.meta.get('self')).toMatchObject({ no: 1, counter: 2 });
  });

  it('[2.3] a refused value writes nothing at all, not even the good rows beside it', async () => {
    const { store } = await tablet();
    const bad = store.save((mint) => [
      { t: 'trainer', s: 'p', id: mint(), values: { name: 'Орозов Таалай' } },
      { t: 'person', s: 'r:local', id: mint(), values: { name: 'Орозов Таалай', birth_year: 1850 } },
    ]);
    await expect(bad).rejects.toMatchObject({ fault: { code: 'too_small', field: 'birth_year' }, table: 'person' });
    expect(await store.db.pend.count()).toBe(0);
    expect(await store.db.view.count()).toBe(0);
    expect(await store.db.meta.get('self')).toMatchObject({ no: 0, counter: 1 });
  });

  it('[2.2] two tabs that save at once never issue one number or stamp twice', async () => {
    const t = await tablet();
    const other = await t.again();
    open.push(other);
    await Promise.all(Array.from({ length: 20 }, (_, i) => newTraining(i % 2 ? t.store : other, `зал ${i}`)));
    const ops = await t.store.db.pend.toArray();
    expect(ops).toHaveLength(20);
    expect(new Set(ops.map((o) => o.h)).size).toBe(20);
    expect(new Set(ops.map((o) => o.id)).size).toBe(20);
    expect(ops.map((o) => o.no)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('[2.2] what does not change writes no op', async () => {
    const { store } = await tablet();
    const { ids } = await newTraining(store);
    const id = must(ids[0], 'id');
    await store.save([{ t: 'training', s: 'p', id, values: { venue: 'Маданият үйү' } }]);
    expect(await store.db.pend.count()).toBe(1);
    await store.save([{ t: 'training', s: 'p', id, values: { venue: 'Мектеп' } }]);
    expect(await store.db.pend.count()).toBe(2);
    expect((await store.db.pend.toArray())[1]).toMatchObject({ f: { venue: 'Мектеп' } });
  });

  it('[2.1] a derived id makes one row of a fact stated twice', async () => {
    const { store } = await tablet();
    const { ids } = await newTraining(store);
    const training = must(ids[0], 'id');
    const s: Scope = `t:${training}`;
    const first = await store.save([{ t: 'slot', s, values: { training, n: 1, day: '2019-11-18' } }]);
    const second = await store.save([{ t: 'slot', s, values: { training, n: 1, day: '2019-11-19' } }]);
    expect(second.ids).toEqual(first.ids);
    expect(await store.list('slot', s)).toHaveLength(1);
  });

  it('[B3/7] undo takes back a new row, a change, and a deletion; and can itself be undone', async () => {
    const { store } = await tablet();
    const made = await newTraining(store);
    const id = must(made.ids[0], 'id');
    const gone = await store.undo(made);
    expect(await store.find('training', id)).toBeUndefined();
    await store.undo(gone);
    expect(await store.find('training', id)).toMatchObject({ venue: 'Маданият үйү' });
    const edit = await store.save([{ t: 'training', s: 'p', id, values: { venue: 'Мектеп', notes: 'жылуу' } }]);
    await store.undo(edit);
    expect(await store.find('training', id)).toMatchObject({ venue: 'Маданият үйү', notes: null });
    const removed = await store.save([{ t: 'training', s: 'p', id, values: {}, gone: true }]);
    expect(await store.list('training')).toHaveLength(0);
    await store.undo(removed);
    expect(await store.list('training')).toHaveLength(1);
  });

  it('[T10] a database of a newer app is read, never written', async () => {
    const t = await tablet();
    await newTraining(t.store);
    const self = await t.store.db.meta.get('self');
    await t.store.db.meta.put({ ...must(self, 'self'), schema: SCHEMA + 1 } as never);
    await expect(newTraining(t.store)).rejects.toMatchObject({ name: 'NewerDatabaseError' });
    expect(await t.store.list('training')).toHaveLength(1);
  });

  it('[2.3] the view can be thrown away and rebuilt from rows and ops', async () => {
    const { store } = await tablet();
    const { ids } = await newTraining(store);
    await store.save([{ t: 'training', s: 'p', id: must(ids[0], 'id'), values: { notes: 'эки' } }]);
    await freeze(store.db);
    await store.save([{ t: 'training', s: 'p', id: must(ids[0], 'id'), values: { notes: 'үч' } }]);
    const before = await store.db.view.toArray();
    await store.db.view.clear();
    await store.db.transaction('rw', store.db.tables, async () => {
      await refreshView(store.db, before.map((v) => [v.s, v.t, v.id]));
    });
    expect(await store.db.view.toArray()).toEqual(before);
  });
});

describe('database', () => {
  it('[DEC 3] no index of any table holds a personal field', () => {
    const personal = new Set(entities.flatMap((e) => Object.entries(e.fields).flatMap(([n, f]) => (f.personal ? [n] : []))));
    expect(personal.size).toBeGreaterThan(5);
    const db = new Database('shape');
    for (const table of db.tables) {
      for (const key of [table.schema.primKey, ...table.schema.indexes]) {
        for (const path of [key.keyPath].flat()) {
          expect(path).not.toMatch(/^p(\.|$)/);
          expect(personal.has(String(path))).toBe(false);
        }
      }
    }
  });

  it('[DEC 3] personal and clear fields lie apart in ops and view', async () => {
    const { store } = await tablet();
    await store.save((mint) => [{ t: 'person', s: 'r:local', id: mint(), values: { name: 'Исакова Бүбүсара', phone: '+996 700 111 222', unit: '41703225853000' } }]);
    const op = must((await store.db.pend.toArray())[0], 'op');
    const view = must((await store.db.view.toArray())[0], 'view');
    expect(op.f).toEqual({ unit: '41703225853000' });
    expect(view.p).toEqual({ name: 'Исакова Бүбүсара', phone: '+996 700 111 222' });
  });

  it('[T1] every write transaction asks for strict durability', () => {
    const db = new Database('durable');
    expect((db as unknown as { _options: { chromeTransactionDurability?: string } })._options.chromeTransactionDurability).toBe('strict');
  });

  it('[9] an entity is found by the store through the registry alone', () => {
    for (const e of entities) expect(registry.get(e.name)).toBe(e);
    expect(({} as { id?: RecordId }).id).toBeUndefined();
  });
});
