import { isReplicaId, isScope, type Scope } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { firstReplica, type OpsWire } from './codec.ts';
import { isShortSum } from './digest.ts';
import { fits, isCount, isCursor, isRecord, isShort, listOf, optional, pick, type Shape } from './message-shape.ts';
import { PROTOCOL, type CursorAnswer, type SyncRequest, type SyncResponse } from './protocol.ts';

/**
 * Questions and answers as they stand on the wire: whatever is as most often is left out, and an answer leans on
 * its question. One edit has to fit into one small packet each way, however many scopes there are.
 */

/** Bytes of rows wanted back when a question does not say, as row JSON: in columns and gzip about a twentieth, 13 s on a slow line. */
export const ROOM = 256_000;

/** Most scopes one question names as differing. */
export const MAX_DIFF = 50;

type Head = Omit<SyncRequest, 'ops'>;

/**
 * A question without its ops, which only are looked at. Left out: what is null, empty or 0, schema 1, `room` as usual,
 * `cd` beside a whole `cur` or where `sd` says it too, and `replica` when the ops name it first.
 */
export function packHead({ v, epoch, replica, schema, n, prev, dig, had = 0, cd, cur, sd, diff, left, room, wall, heard }: Head, ops: OpsWire): object {
  return {
    v, wall,
    ...(firstReplica(ops) === replica ? {} : { replica }),
    ...(epoch === null ? {} : { epoch }),
    ...(schema === 1 ? {} : { schema }),
    ...(n === 0 ? {} : { n, prev, dig }),
    ...(had === 0 ? {} : { had }),
    ...packStanding({ cd, cur, sd, diff, heard }),
    ...(left === 0 ? {} : { left }),
    ...(room === ROOM ? {} : { room }),
  };
}

type Standing = { readonly [K in 'cd' | 'cur' | 'sd' | 'diff' | 'heard']: Head[K] | undefined };

/** Where the tablet stands, what of it differed, and how far it has followed erasures. */
function packStanding({ cd, cur, sd, diff = [], heard }: Standing): object {
  return {
    ...(cur === undefined ? {} : { cur }),
    ...(cur === undefined && cd !== '' ? { cd } : {}),
    ...(sd === undefined ? {} : { sd }),
    ...(diff.length === 0 ? {} : { diff }),
    ...(heard === undefined ? {} : { heard }),
  };
}

/** A question with its ops. */
export const packRequest = (q: SyncRequest): object => ({ ...packHead(q, q.ops), ...(q.n === 0 ? {} : { ops: q.ops }) });

const REQUEST: Shape = {
  replica: optional(isReplicaId), wall: isCount, epoch: optional((x) => x === null || isShort(x)), schema: optional(isCount), n: optional(isCount),
  prev: optional(isShort), dig: optional(isShort), had: optional(isCount), cd: optional(isShort), cur: optional(listOf(isCursor, 5_000)),
  ops: optional(isTables), left: optional(isCount), room: optional(isCount), sd: optional(isShort), diff: optional(listOf(isScope, MAX_DIFF)),
  heard: optional(isShort),
};

const USUAL = { epoch: null, schema: 1, n: 0, prev: '', dig: '', cd: '', ops: {}, left: 0, room: ROOM };

/** Checks a question and fills in what was left out; what lies in `ops` is checked op by op after unpacking. */
export function parseSyncRequest(x: unknown): Result<SyncRequest, 'bad_message' | 'too_old'> {
  if (!isRecord(x)) return err('bad_message');
  if (x['v'] !== PROTOCOL) return err(typeof x['v'] === 'number' ? 'too_old' : 'bad_message');
  if (!fits(x, REQUEST)) return err('bad_message');
  // Checked above, field by field.
  const given = { ...USUAL, ...pick(x, REQUEST) } as Omit<SyncRequest, 'v' | 'replica'> & Partial<Pick<SyncRequest, 'replica'>>;
  const { replica = firstReplica(given.ops) } = given;
  if ((given.n === 0) !== (Object.keys(given.ops).length === 0) || !isReplicaId(replica)) return err('bad_message');
  return ok({ v: 1, ...given, replica });
}

/** What of a question its answer leans on. */
export interface Asked extends Pick<SyncRequest, 'epoch' | 'n' | 'schema' | 'wall'> {
  /** The scopes pushed into (`scopesOf`): a cursor names one of them by its place. */
  readonly scopes: readonly Scope[];
}

/** The scopes of a batch, in an order that both ends find by themselves. */
export const scopesOf = (ops: readonly { readonly s: Scope }[]): readonly Scope[] => [...new Set(ops.map((o) => o.s))].toSorted();

/**
 * An answer. `ahead`: the endpoint's clock minus `wall`, ms. Left out: what is empty or 0, epoch and schema as they
 * were asked with. `n` and `ahead` always stand: nothing empty can pass for an answer.
 */
export function packResponse(a: SyncResponse, asked: Asked): object {
  const place = new Map(asked.scopes.map((s, i) => [s, i]));
  const cur = a.cur.map(([s, seq, nonce, more, short]) => [place.get(s) ?? s, seq, nonce, ...(more === 1 ? [1] : short === undefined ? [] : [short])]);
  return {
    n: a.n, ahead: a.now - asked.wall,
    ...(a.epoch === asked.epoch ? {} : { epoch: a.epoch }),
    ...(a.safe === 0 ? {} : { safe: a.safe }),
    ...(a.st.length === 0 ? {} : { st: a.st }),
    ...(Object.keys(a.ch).length === 0 ? {} : { ch: a.ch }),
    ...(cur.length === 0 ? {} : { cur }),
    ...(a.gone.length === 0 ? {} : { gone: a.gone }),
    ...(a.schema === asked.schema ? {} : { schema: a.schema }),
    ...(a.er === undefined || a.er.length === 0 ? {} : { er: a.er }),
    ...(a.tok === undefined ? {} : { tok: a.tok, push: a.push }),
  };
}

const isCursorWire = (x: unknown): boolean =>
  Array.isArray(x) && (isScope(x[0]) || isCount(x[0])) && isCount(x[1]) && isShort(x[2]) && (x[3] === undefined || x[3] === 0 || x[3] === 1 || isShortSum(x[3]));

const isErasedEntry = (x: unknown): boolean => Array.isArray(x) && isShort(x[0]) && listOf(isShort, 100_000)(x[1]);

const RESPONSE: Shape = {
  n: isCount, ahead: Number.isSafeInteger, epoch: optional(isShort), safe: optional(isCount), schema: optional(isCount), ch: optional(isTables),
  st: optional(listOf((a) => Array.isArray(a) && isCount(a[0]) && isShort(a[1]), 10_000)),
  cur: optional(listOf(isCursorWire, 100_000)),
  gone: optional(listOf(isScope, 100_000)),
  er: optional(listOf(isErasedEntry, 10_000)),
  tok: optional(isShort), push: optional(isShort),
};

/** What comes last says that more waits (1), or how the scope that ends here adds up. */
type CursorWire = readonly [scope: Scope | number, seq: number, nonce: string, last?: 0 | 1 | string];

type ResponseWire = Omit<SyncResponse, 'cur' | 'now' | 'epoch'> & { readonly ahead: number; readonly epoch: string | null; readonly cur: readonly CursorWire[] };

/**
 * Checks an answer before anything of it is applied (a captive portal also says 200), and fills in what it leaves
 * to the question. One that answers another batch is none.
 */
export function parseSyncResponse(x: unknown, asked: Asked): Result<SyncResponse, 'bad_message'> {
  if (!isRecord(x) || !fits(x, RESPONSE)) return err('bad_message');
  const usual = { safe: 0, st: [], ch: {}, gone: [], cur: [], epoch: asked.epoch, schema: asked.schema };
  // Checked above, field by field.
  const { ahead, cur, ...a } = Object.assign(usual, pick(x, RESPONSE)) as unknown as ResponseWire;
  const now = asked.wall + ahead;
  const cursors = cur.flatMap((c) => cursorOf(c, asked.scopes));
  if (a.n !== asked.n || a.epoch === null || !isCount(now) || cursors.length !== cur.length) return err('bad_message');
  return ok({ ...a, epoch: a.epoch, now, cur: cursors });
}

/** With its scope by name; none when the question had no scope at that place. */
function cursorOf([s, seq, nonce, last = 0]: CursorWire, scopes: readonly Scope[]): CursorAnswer[] {
  const scope = typeof s === 'number' ? scopes[s] : s;
  if (scope === undefined) return [];
  return typeof last === 'string' ? [[scope, seq, nonce, 0, last]] : [[scope, seq, nonce, last]];
}

function isTables(x: unknown): boolean {
  return isRecord(x) && Object.values(x).every(isRecord);
}
