import { StoreError } from './store.ts';

/** SQLSTATEs after which the same transaction may be tried again: serialization failure and deadlock. */
const CONFLICT: ReadonlySet<string> = new Set(['40001', '40P01']);
const FULL: ReadonlySet<string> = new Set(['53100', '58030']);
/**
 * The database is away, is about to be, or has no room for us now: connection failures (class 08), too many
 * connections or too little memory (53), shutdown and takeover (57P), a lock or a statement that took too long,
 * a transaction that idled, a standby that cannot write yet, a commit whose outcome the engine does not know.
 */
const BUSY = /^(?:08|57P|53[23]|55P03$|57014$|25P0[34]$|25006$|40003$)/;
const SOCKET: ReadonlySet<string> = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT',
]);
/** The driver's own errors have no code. */
const DRIVER = /connection terminated|timeout exceeded when trying to connect|connection error and is not queryable|connection ended|read timeout/i;

const codeOf = (e: unknown): string => (e instanceof Error && 'code' in e && typeof e.code === 'string' ? e.code : '');

/** What we read has changed under our hands: the same as a serialization failure, found by ourselves. */
export class Conflict extends Error {
  readonly code = '40001';
  constructor() {
    super('changed meanwhile');
    this.name = 'Conflict';
  }
}

/** Whether the transaction failed only because of another one, and may be tried again as it is. */
export const isConflict = (e: unknown): boolean => CONFLICT.has(codeOf(e));

/** Whether a row that was asked for without waiting is held by another transaction. */
export const isHeld = (e: unknown): boolean => codeOf(e) === '55P03';

/** Whether two processes made the same table at the same moment. */
export const isRace = (e: unknown): boolean => isConflict(e) || ['23505', '42P07', '42710', 'XX000'].includes(codeOf(e));

const isAway = (e: unknown): boolean => SOCKET.has(codeOf(e)) || BUSY.test(codeOf(e)) || (e instanceof Error && codeOf(e) === '' && DRIVER.test(e.message));

/**
 * What the port throws instead of an error of the driver. Those hold values (`detail`, often the message too), and
 * an error may end in a log: only the code, the table and the constraint are kept. Errors that are not the
 * database's pass as they are.
 */
export function asStoreError(e: unknown): unknown {
  const code = codeOf(e);
  if (FULL.has(code)) return new StoreError('full', bare(e, code));
  if (isConflict(e) || isAway(e)) return new StoreError('busy', bare(e, code || 'connection lost'));
  return /^[0-9A-Z]{5}$/.test(code) && e instanceof Error && 'severity' in e ? bare(e, code) : e;
}

function bare(e: unknown, code: string): Error {
  const about = e as { readonly table?: unknown; readonly constraint?: unknown };
  const names = [about.table, about.constraint].filter((x): x is string => typeof x === 'string');
  const made = new Error(`PostgreSQL: ${[code, ...names].join(' ')}`);
  made.name = 'DatabaseError';
  return made;
}

/** Why a database cannot be opened, in words for whoever started the endpoint; never with the address or a value. */
export function reasonNotOpened(e: unknown): string {
  const code = codeOf(e);
  if (code.startsWith('28')) return `PostgreSQL refuses the user or the password (${code})`;
  if (code === '3D000') return 'PostgreSQL has no database of that name';
  if (code === '42501') return 'the user may not make tables there (42501)';
  if (isAway(e)) return `PostgreSQL does not answer (${code || 'no connection'})`;
  return code === '' ? 'the address cannot be used' : `PostgreSQL: ${code}`;
}
