import type { RecordId, Scope } from '../../src/core/ids.ts';
import { must } from '../../src/core/result.ts';
import { markDraft, newPersonDrafts, slotId, trainingScope } from '../../src/client/features/attendance/actions.ts';
import type { Store } from '../../src/client/store/store.ts';
import { enrol } from '../../src/client/sync/enrol.ts';
import { syncNow } from '../../src/client/sync/engine.ts';
import type { Outcome } from '../../src/client/sync/outcome.ts';
import { makeAsk, type Ask } from '../../src/client/sync/transport.ts';
import type { Role } from '../../src/core/sync/protocol.ts';
import { bytesFrom, openTablet, type Tablet } from './store.ts';
import { PEOPLE } from './training-day.ts';

/** The client's own store and sync, over a real line to a real endpoint. */
export interface LineTablet extends Tablet {
  readonly ask: Ask;
  sync(): Promise<Outcome>;
  /** Syncs until it is done. Throws after so many tries. */
  settle(tries?: number): Promise<void>;
  /** A fresh invitation, when this is a coordinator. */
  invite(role: Role, areas?: readonly string[]): Promise<string>;
  /** Gives a device a scope, or takes it away, when this is a coordinator. */
  grant(device: string, scope: Scope, on: boolean): Promise<void>;
}

let seeds = 100;

/** A tablet that has joined at an address. */
export async function joinedAt(origin: string, invitation: string): Promise<LineTablet> {
  const tablet = await openTablet((seeds += 17), Date.now());
  const ask = makeAsk((input, init) => fetch(origin + (input as string), init));
  const answer = await enrol(tablet.store, ask, invitation, 'планшет');
  if (!answer.ok) throw new Error(answer.error);
  return { ...tablet, ask, ...verbs(tablet, ask) };
}

function verbs(tablet: Tablet, ask: Ask): Pick<LineTablet, 'sync' | 'settle' | 'invite' | 'grant'> {
  let n = 1;
  const sync = (): Promise<Outcome> => syncNow({ store: tablet.store, ask, now: () => tablet.clock.now, random: bytesFrom(n++ * 7919 + seeds) });
  const post = async (path: string, body: object): Promise<unknown> => {
    const reply = await ask(path, JSON.stringify({ v: 1, ...body }), must(await tablet.store.link(), 'link').token);
    if (reply.kind !== 'ok') throw new Error(`${path}: ${JSON.stringify(reply)}`);
    return reply.body;
  };
  return {
    sync,
    async settle(tries = 12) {
      let last: Outcome | undefined;
      for (let i = 0; i < tries; i++) {
        last = await sync();
        if (last.kind === 'done') return;
      }
      throw new Error(`does not settle: ${JSON.stringify(last)}`);
    },
    invite: async (role, areas = []) => ((await post('/v1/invite', { role, areas, name: '' })) as { invite: string }).invite,
    grant: async (device, scope, on) => void (await post('/v1/grant', { device, scope, on })),
  };
}

export interface Held {
  readonly training: RecordId;
  readonly scope: Scope;
  readonly registrations: readonly RecordId[];
}

/** A training of one day with people on its list; nobody marked yet. */
export async function holdTraining(store: Store, people = 3): Promise<Held> {
  const registrations: RecordId[] = [];
  const { ids } = await store.save((mint) => {
    const training = mint();
    const list = Array.from({ length: people }, (_, i) => {
      const [name, sex, age_band, role] = must(PEOPLE[i % PEOPLE.length], 'person');
      return newPersonDrafts(mint, { training: { id: training, start: '2019-11-18' }, area: '41703225000000', source: 'list', no: i + 1 }, { name: `${name} ${i}`, sex, age_band, role });
    });
    registrations.push(...list.map((x) => x.registration));
    return [
      { t: 'training', s: 'p', id: training, values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', status: 'running' } },
      { t: 'slot', s: trainingScope(training), values: { training, n: 1, day: '2019-11-18' } },
      ...list.flatMap((x) => x.drafts),
    ];
  });
  const training = must(ids[0], 'training');
  return { training, scope: trainingScope(training), registrations };
}

/** Marks one of them. */
export const mark = (store: Store, { training, registrations }: Held, i: number, m: 'present' | 'late' | 'absent' = 'present'): ReturnType<Store['save']> =>
  store.save([markDraft(training, must(registrations[i], 'registration'), slotId(training, 1), m, '2019-11-18T09:12')]);

/** Rows that the endpoint confirmed, as text: of some scopes, or all. */
export async function confirmed(store: Store, scopes?: readonly Scope[]): Promise<string[]> {
  const rows = await store.db.rows.toArray();
  const stable = (x: object): string => JSON.stringify(Object.entries(x).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return rows.filter((r) => scopes === undefined || scopes.includes(r.s)).map((r) => `${r.s} ${r.t} ${r.id} ${stable(r.f)} ${stable(r.p)} ${stable(r.h)}`).toSorted();
}
