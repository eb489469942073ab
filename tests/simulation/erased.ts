import { erasePerson } from '../../src/client/sync/erase.ts';
import type { Ask } from '../../src/client/sync/transport.ts';
import { unharmed } from './faulty-storage.ts';
import { cellValues, type Held } from './ledger.ts';
import type { Rng } from './rng.ts';
import { Broken, type World } from './world.ts';

/** A coordinator erases somebody from a list: the endpoint may die before its commit, the tablet before it hears. */
export async function eraseSomebody(w: World, rng: Rng): Promise<string> {
  const office = w.tablets.filter((t) => t.name.startsWith('coordinator'));
  const tablet = rng.pick(office);
  const { person } = rng.pick(w.listed);
  const fail = rng.chance(0.1);
  const deaf = rng.chance(0.3);
  let told = false;
  const ask: Ask = async (path, body, token) => {
    const reply = await w.endpoint.ask(path, body, token, { fail });
    told = reply.kind === 'ok';
    return deaf ? { kind: 'lost', why: 'network', wait: 0 } : reply;
  };
  const result = await unharmed(() => erasePerson(tablet.first.store, ask, [{ t: 'person', id: person }], 'asked'));
  if (told) w.ledger.erased(person);
  return `${tablet.name} erases ${person}: ${told ? 'done' : 'not done'}, ${result.ok ? 'heard' : result.error}`;
}

/** I5: nothing personal of anybody erased stands at the endpoint, or in any store of a tablet that has synced since. */
export async function checkErased(w: World, held: Held): Promise<void> {
  const gone = new Set([...w.ledger.edits.values()].filter((e) => e.erased).map((e) => e.value));
  if (gone.size === 0) return;
  for (const v of held.values) if (gone.has(v)) throw new Broken(`I5 the endpoint holds ${v}`);
  for (const t of w.tablets) {
    const { db } = t.first.store;
    for (const table of [db.rows, db.view, db.pend, db.sent, db.parked, db.raw, db.was, db.carried]) {
      const kept = (await table.toArray()).flatMap((one) => [...cellValues(one)]).find((v) => gone.has(v));
      if (kept !== undefined) throw new Broken(`I5 ${t.name} holds ${kept} in ${table.name}`);
    }
    const flight = JSON.stringify(await db.flight.toArray());
    for (const v of gone) if (flight.includes(`"${v}"`)) throw new Broken(`I5 ${t.name} has ${v} on its way`);
  }
}
