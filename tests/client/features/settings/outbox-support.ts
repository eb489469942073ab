import type { OutOp } from '../../../../src/client/store/database.ts';
import type { Store } from '../../../../src/client/store/store.ts';
import { derivedId, type RecordId, type Scope } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';

/** A training with one person on its list and one mark: five saves. */
export async function fill(store: Store): Promise<RecordId> {
  const { ids } = await store.save((mint) => {
    const id = mint();
    const person = mint();
    const s = `t:${id}` as Scope;
    const registration = derivedId('g', [id, person]);
    return [
      { t: 'training', s: 'p', id, values: { title: 'Бюджет', unit: '41703225853000', start: '2019-12-03', end: '2019-12-03', status: 'running' } },
      { t: 'slot', s, values: { training: id, n: 1, day: '2019-12-03' } },
      { t: 'person', s: 'r:local', id: person, values: { name: 'Бермет Асанова' } },
      { t: 'registration', s, id: registration, values: { training: id, person, name: 'Бермет Асанова', no: 1 } },
      { t: 'attendance', s, values: { registration, slot: derivedId('d', [id, 1]), mark: 'present', at: '2019-12-03T09:00' } },
    ];
  });
  return must(ids[0], 'training');
}

/** Lays one waiting save aside, as an answer of the endpoint does. */
export async function park(store: Store, t: string, reason: string): Promise<void> {
  const op = must((await store.db.pend.toArray()).find((o: OutOp) => o.t === t), t);
  await store.db.parked.put({ ...op, reason });
  await store.db.pend.delete(op.no);
}
