import { registry } from '../../src/core/entities/registry.ts';
import type { RecordId } from '../../src/core/ids.ts';
import { subjectsOf } from '../../src/core/sync/erased.ts';
import type { Op, StoredRow } from '../../src/core/sync/change.ts';
import type { HistoryRow, QuarantineRow } from '../../src/server/store/store.ts';
import type { Entry } from './endpoint.ts';

/** One cell of one save that a tablet said was saved. Every value is written once, so that it names its edit. */
export interface Edit {
  readonly value: string;
  /** `scope table id field` */
  readonly cell: string;
  readonly tablet: string;
  /** True time of the save, ms. */
  readonly at: number;
  /** Whether the tablet knew how far its clock was off. */
  readonly knew: boolean;
  /** Whether its clock never jumped: no stamp of its own that lies in the future. */
  readonly steady: boolean;
  /** True time at which the endpoint first took it. */
  reached?: number;
  /** Its stamp lay in the future, and nobody knows any more by which other one the endpoint knew it. */
  forgotten?: boolean;
  /** No outbox holds it any more, because a tablet was put back to before it. */
  orphan?: boolean;
  /** Every copy of it was destroyed: an endpoint and a tablet were both put back to before it. */
  destroyed?: boolean;
  /** Personal, and about somebody who was erased: it may stand nowhere. */
  erased?: boolean;
}

/** What was saved, by whom and when, and when it came to the endpoint. */
export class Ledger {
  readonly edits = new Map<string, Edit>();
  #count = 0;

  /** A value nobody has written yet. */
  fresh(prefix = 'v'): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  saved(edit: Edit): void {
    this.edits.set(edit.value, edit);
    this.#forget(edit);
    const early = this.#early.get(edit.value);
    if (early !== undefined) edit.reached = early;
  }

  readonly #gone = new Set<string>();

  /** Somebody was erased: what is personal of them is promised to nobody any more, whenever it was or will be saved. */
  erased(person: string): void {
    this.#gone.add(person);
    for (const edit of this.edits.values()) this.#forget(edit);
  }

  #forget(edit: Edit): void {
    const [, t = '', id = '', field = ''] = edit.cell.split(' ');
    const personal = registry.get(t)?.fields[field]?.personal === true;
    if (personal && subjectsOf(registry, { t, id: id as RecordId, f: {} }).some((x) => this.#gone.has(x))) Object.assign(edit, { erased: true, destroyed: true });
  }

  /** Values that reached the endpoint before their save was noted. */
  readonly #early = new Map<string, number>();

  committed(entries: readonly Entry[], now: number): void {
    // What was refused is at the endpoint, in quarantine or put away, but stands nowhere yet.
    const isRefused = ([method, [row]]: Entry): boolean => method === 'addQuarantine' || (method === 'addHistory' && (row as HistoryRow).why === 'discarded');
    for (const value of valuesIn(entries.filter((e) => !isRefused(e)))) {
      const edit = this.edits.get(value);
      if (edit) edit.reached ??= now;
      else if (!this.#early.has(value)) this.#early.set(value, now);
    }
  }
}

function* valuesIn(entries: readonly Entry[]): Generator<string> {
  for (const [method, [row]] of entries) {
    if (method === 'putRow') yield* cellValues(row as StoredRow);
    else if (method === 'addHistory') yield* text((row as HistoryRow).value);
    else if (method === 'addQuarantine') yield* cellValues((row as QuarantineRow).op);
  }
}

function* text(x: unknown): Generator<string> {
  if (typeof x === 'string') yield x;
}

/** Every text in the cells of a row or op. */
export function* cellValues(x: Pick<Op, 'f' | 'p'>): Generator<string> {
  for (const side of [x.f, x.p]) for (const v of Object.values(side)) if (typeof v === 'string') yield v;
}

/** The endpoint's state, read from its notes and not through the code under test. */
export interface Held {
  readonly rows: ReadonlyMap<string, StoredRow>;
  readonly history: readonly HistoryRow[];
  readonly quarantine: readonly QuarantineRow[];
  /** Every value in any of them. */
  readonly values: ReadonlySet<string>;
}

export const rowKey = (r: Pick<StoredRow, 's' | 't' | 'id'>): string => `${r.s} ${r.t} ${r.id}`;

/** What an erasure takes out of history and quarantine. */
function forget(method: string, what: unknown, history: Map<string, HistoryRow>, quarantine: Map<string, QuarantineRow>): void {
  if (method === 'erasures.putQuarantine') {
    const q = what as QuarantineRow;
    if (quarantine.has(`${q.replica} ${q.no} ${q.dig}`)) quarantine.set(`${q.replica} ${q.no} ${q.dig}`, q);
  } else if (method === 'erasures.forgetHistory') {
    const mine = [...history].filter(([, x]) => x.personal && rowKey(x) === rowKey(what as StoredRow));
    for (const [key] of mine) history.delete(key);
  }
}

export function heldOf(journal: readonly Entry[]): Held {
  const rows = new Map<string, StoredRow>();
  const history = new Map<string, HistoryRow>();
  const quarantine = new Map<string, QuarantineRow>();
  for (const [method, args] of journal) {
    const first = args[0];
    if (method === 'putRow') {
      const { s, t, id, f, p, h } = first as StoredRow;
      rows.set(rowKey({ s, t, id }), { s, t, id, f, p, h });
    } else if (method === 'addHistory') {
      const x = first as HistoryRow;
      const key = JSON.stringify([rowKey(x), x.field, x.stamp, x.why, x.replica, x.no]);
      if (!history.has(key)) history.set(key, x);
    } else if (method === 'addQuarantine') {
      const q = first as QuarantineRow;
      quarantine.set(`${q.replica} ${q.no} ${q.dig}`, q);
    } else if (method === 'dropQuarantine') quarantine.delete(args.join(' '));
    else forget(method, first, history, quarantine);
  }
  const lists = { rows, history: [...history.values()], quarantine: [...quarantine.values()] };
  const values = new Set<string>([...rows.values()].flatMap((r) => [...cellValues(r)]));
  for (const x of lists.history) for (const v of text(x.value)) values.add(v);
  for (const q of lists.quarantine) for (const v of cellValues(q.op)) values.add(v);
  return { ...lists, values };
}
