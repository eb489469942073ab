import type { Database, OutOp, ViewRow } from './database.ts';
import { isAtEndpoint } from './parked.ts';

/**
 * Saves of this tablet that the endpoint has not, in order of their numbers: waiting, on their way, and laid aside
 * without having reached it.
 * @param training only what belongs to this training: its own scope, what the project says of it, and the people on
 * its list with their consents
 */
export async function unsentOps(db: Database, training?: string): Promise<OutOp[]> {
  return db.transaction('r', db.pend, db.flight, db.parked, db.view, async () => {
    const [pend, flight, parked] = await Promise.all([db.pend.toArray(), db.flight.get('one'), db.parked.toArray()]);
    const aside = parked.filter((o) => !isAtEndpoint(o.reason)).map(({ reason: _reason, ...op }): OutOp => op);
    const all = [...aside, ...(flight?.ops ?? []), ...pend].toSorted((a, b) => a.no - b.no);
    if (training === undefined) return all;
    const belongs = await belongsTo(db, training);
    return all.filter(belongs);
  });
}

async function belongsTo(db: Database, training: string): Promise<(op: OutOp) => boolean> {
  const [registrations, trainers, consents] = await Promise.all([
    startingWith(db, 'registration', `g:${training}/`),
    startingWith(db, 'training_trainer', `l:${training}/`),
    db.view.where('t').equals('consent').toArray(),
  ]);
  const people = new Set(registrations.map((r) => r.f['person']));
  const named = new Set<unknown>([...people, ...trainers.map((l) => l.f['trainer'])]);
  const given = new Set<unknown>(consents.filter((c) => people.has(c.f['person'])).map((c) => c.id));
  return ({ s, t, id }) => {
    if (s === `t:${training}`) return true;
    if (t === 'training') return id === training;
    if (t === 'training_trainer') return id.startsWith(`l:${training}/`);
    if (t === 'consent') return given.has(id);
    // Who saved it, on which tablet: two small rows, so that the other side can say so.
    return t === 'user' || t === 'device' || named.has(id);
  };
}

const startingWith = (db: Database, t: string, prefix: string): Promise<ViewRow[]> =>
  db.view.where('[t+id]').between([t, prefix], [t, `${prefix}\uffff`]).toArray();
