import { clockOf } from '../../src/core/clock.ts';
import { scopesOf } from '../../src/core/sync/envelope.ts';
import type { CursorEntry, OpAnswer } from '../../src/core/sync/protocol.ts';
import type { Scope } from '../../src/core/ids.ts';
import type { StoredRow } from '../../src/core/sync/change.ts';
import { becomeAnother, standing } from '../../src/client/store/recover.ts';
import type { Database } from '../../src/client/store/database.ts';
import type { HeldRow } from '../../src/server/store/store.ts';
import { Rng } from './rng.ts';
import { noSums } from './no-sums.ts';
import type { Variant } from './variant.ts';

/** A mechanism taken out from outside, what must notice, and within how many seeds. */
export interface KnockOut {
  readonly what: string;
  readonly notices: RegExp;
  /** How many seeds failed of how many in the study, when this was taken out. */
  readonly study?: readonly [failed: number, of: number];
  /** Seeds within which one must fail. */
  readonly within: number;
  make(): Variant;
}

const TEN_YEARS = 10 * 365 * 24 * 3_600_000;

/** Places are given before the commit: a push shows its rows only some steps after later places can be read. */
function naiveCursor(): Variant {
  let steps = 0;
  const shownFrom = new Map<string, number>();
  const key = (s: Scope, seq: number): string => `${s} ${seq}`;
  return {
    name: 'naive cursor',
    tick: () => (steps += 1),
    tx: (tx, request) => ({
      async advance(s, push) {
        const seq = await tx.advance(s, push);
        // Every fourth push takes its time.
        if (seq % 4 === 0) shownFrom.set(key(s, seq), steps + 4);
        return seq;
      },
      async rowsAfter(s, seq, limit) {
        const rows = await tx.rowsAfter(s, seq, limit);
        return request ? rows.filter((r) => (shownFrom.get(key(s, r.seq)) ?? 0) <= steps) : rows;
      },
    }),
  };
}

/**
 * No digest is compared, neither of batches nor of saves: a number that is known is taken for a repeat. A number beyond the
 * next one still says that the endpoint lost its past.
 */
const noChain = (): Variant => ({
  name: 'no chain',
  tx: (tx, request) => ({
    async replica(replica) {
      const row = await tx.replica(replica);
      if (!row || !request || request.n === 0 || request.n > row.n + 1) return row;
      return { ...row, n: request.n - 1, dig: request.prev };
    },
    addQuarantine: (row) => (row.reason === 'bad_no' ? Promise.resolve() : tx.addQuarantine(row)),
  }),
  reply(reply) {
    if (reply.kind !== 'ok') return reply;
    const body = reply.body as { readonly st?: readonly OpAnswer[] };
    const st = (body.st ?? []).map((a): OpAnswer => (a[1] === 'bad' && a[2] === 'bad_no' ? [a[0], 'dup'] : a));
    return { ...reply, body: { ...body, st } };
  },
});

/** A refusal counts whatever it answers. */
const anyConflict = (): Variant => {
  const names = new Rng(409);
  return {
    name: 'any 409',
    async reply(reply, db) {
      if (reply.kind !== 'refused' || reply.status !== 409 || reply.error !== 'fork') return reply;
      await becomeAnother(db, { random: names.bytes }, await standing(db));
      return { kind: 'lost', why: 'network', wait: 0 };
    },
  };
};

const overlayInRows = (): Variant => ({
  name: 'overlay in rows',
  async afterSave(db) {
    const view = await db.view.filter((v) => v.d === 1).toArray();
    await db.rows.bulkPut(view.map(({ s, t, id, f, p, h }): StoredRow => ({ s, t, id, f, p, h })));
  },
});

/** The cursors of an answer lie on disk before its rows do. */
const cursorFirst = (): Variant => ({
  name: 'cursor first',
  async afterAbort(db, answer) {
    const { cur = [] } = answer as { cur?: readonly (readonly [Scope | number, number, string])[] };
    const pushed = scopesOf((await db.flight.get('one'))?.ops ?? []);
    const meta = (await db.meta.get('cursors')) as { list: readonly CursorEntry[] } | undefined;
    const list = new Map((meta?.list ?? []).map((c) => [c[0], c]));
    for (const [named, seq, nonce] of cur) {
      const s = typeof named === 'number' ? pushed[named] : named;
      if (s !== undefined) list.set(s, [s, seq, nonce]);
    }
    await db.meta.put({ k: 'cursors', list: [...list.values()], agreed: false });
  },
});

/** The newer row wins whole: an op older than any cell of the row changes nothing. */
const rowWins = (): Variant => {
  const top = (r: StoredRow): string => Object.values(r.h).reduce((a: string, b) => (b > a ? b : a), '');
  return {
    name: 'row wins',
    tx: (tx) => ({
      async putRow(row: HeldRow) {
        const had = await tx.row(row.s, row.t, row.id);
        const late = had && top(had) === top(row);
        await tx.putRow(late ? { ...had, seq: row.seq, prev: row.prev } : row);
      },
    }),
  };
};

/** One op refused, the whole batch refused. */
const noQuarantine = (): Variant => ({
  name: 'no quarantine',
  tx: () => ({ addQuarantine: () => Promise.reject(new Error('a bad op')) }),
});

const dropOn401 = (): Variant => ({
  name: 'drop on 401',
  async reply(reply, db) {
    if (reply.kind === 'refused' && reply.status === 401) await Promise.all([db.pend.clear(), db.flight.clear()]);
    return reply;
  },
});

const noSent = (): Variant => ({ name: 'no sent log', afterSync: (db) => db.sent.clear() });

const FIVE_MINUTES = 300_000;

/** A batch with a stamp ahead by more than five minutes is refused. */
const refuseAhead = (): Variant => ({
  name: 'refuse ahead',
  tx: (tx) => ({
    addHistory: (row) =>
      row.why === 'claimed' && clockOf(row.stamp).ms > row.seen + FIVE_MINUTES ? Promise.reject(new Error('a stamp in the future')) : tx.addHistory(row),
  }),
});

/** What was answered is applied though another page was faster. */
const noCompare = (): Variant => ({
  name: 'thawed batch',
  async reply(reply, db) {
    if (reply.kind === 'lost') await thaw(db);
    return reply;
  },
});

/** A batch whose answer was lost goes back to the outbox, and grows there. */
async function thaw(db: Database): Promise<void> {
  await db.transaction('rw', db.pend, db.flight, async () => {
    const flight = await db.flight.get('one');
    if (!flight) return;
    await db.pend.bulkPut([...flight.ops]);
    await db.flight.delete('one');
  });
}

export const KNOCK_OUTS: readonly KnockOut[] = [
  { what: 'a place given before the commit (naive cursor)', notices: /I1/, study: [93, 150], within: 20, make: naiveCursor },
  { what: 'the nonce of a cursor', notices: /I1|I2|I8/, study: [31, 60], within: 20, make: () => ({ name: 'no nonce', random: (n, bytes) => (n === 8 ? new Uint8Array(8) : bytes) }) },
  { what: 'the chain of digests', notices: /I1|I2|I8|I9/, study: [23, 60], within: 20, make: noChain },
  { what: 'a 409 only for the batch in flight', notices: /I4|I9/, study: [7, 60], within: 20, make: anyConflict },
  { what: 'origins: a known save is taken again', notices: /I3|I4/, study: [1, 60], within: 20, make: () => ({ name: 'no origins', tx: () => ({ origin: () => Promise.resolve(undefined), author: () => Promise.resolve(undefined) }) }) },
  { what: 'the overlay apart from confirmed rows', notices: /I1/, study: [1, 500], within: 20, make: overlayInRows },
  { what: 'the log of what was sent', notices: /I1|I2/, study: [21, 60], within: 20, make: noSent },
  { what: 'quarantine', notices: /I1|I2|I7/, study: [60, 60], within: 20, make: noQuarantine },
  { what: 'keeping everything on a 401', notices: /I1|I2|I9/, study: [45, 60], within: 20, make: dropOn401 },
  { what: 'rows and cursor in one transaction', notices: /I1/, study: [44, 60], within: 20, make: cursorFirst },
  { what: 'taking any clock (refused when ahead)', notices: /I2|I7/, study: [56, 60], within: 20, make: refuseAhead },
  { what: 'the clamp of stamps in the future', notices: /I3/, study: [11, 60], within: 20, make: () => ({ name: 'no clamp', ahead: TEN_YEARS }) },
  { what: 'history', notices: /I2|I8/, study: [45, 60], within: 20, make: () => ({ name: 'no history', tx: () => ({ addHistory: () => Promise.resolve() }) }) },
  { what: 'cells that win one by one', notices: /I2|I3|I8/, study: [47, 60], within: 20, make: rowWins },
  { what: 'doing the ledger of erasures again after a restore', notices: /I5/, study: [12, 60], within: 20, make: () => ({ name: 'no replay', forgets: true }) },
  { what: 'the state digest', notices: /I1 /, within: 20, make: noSums },
  { what: 'the frozen batch', notices: /I2|I4|I9/, within: 20, make: noCompare },
];
