import { isRecordId, isScope } from '../../../core/ids.ts';
import { registry } from '../../../core/entities/registry.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import type { FieldSpec, Value } from '../../../core/schema/field.ts';
import { cellsOf, GONE } from '../../../core/sync/change.ts';
import type { ListedDevice } from '../../../core/sync/history.ts';
import {
  parseQuarantine, parseVerdict, type QuarantineAnswer, type QuarantineEntry, type QuarantineRequest, type QuarantineVerdict,
} from '../../../core/sync/quarantine.ts';
import { recordFacts, type RecordFacts } from '../../deps/record-facts.ts';
import type { Draft, Store } from '../../store/store.ts';
import type { Ask, Reply } from '../../sync/transport.ts';

/** Why the endpoint did not do it: `quarantine.problem.<code>`. */
export type QuarantineProblem = 'network' | 'forbidden' | 'failed';

/** A page of what the endpoint refused, newest first. @param after where the page before ended */
export async function listRefused(store: Store, ask: Ask, after?: string): Promise<Result<QuarantineAnswer, QuarantineProblem>> {
  const link = await store.link();
  if (!link) return err('forbidden');
  const reply = await ask(`/v1/quarantine${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`, undefined, link.token);
  if (reply.kind !== 'ok') return err(problemOf(reply));
  const answer = parseQuarantine(reply.body);
  return answer ? ok(answer) : err('failed');
}

/** Has one op judged anew, or lets it go. `gone`: somebody else has decided. */
export async function decide(store: Store, ask: Ask, { replica, dig, op }: QuarantineEntry, what: QuarantineRequest['do']): Promise<Result<QuarantineVerdict, QuarantineProblem | 'gone'>> {
  const link = await store.link();
  if (!link) return err('forbidden');
  const by = store.self.user;
  const request: QuarantineRequest = { v: 1, replica, no: op.no, dig, do: what, ...(by === '' ? {} : { by }) };
  const reply = await ask('/v1/quarantine', JSON.stringify(request), link.token);
  if (reply.kind === 'refused' && reply.status === 404) return err('gone');
  if (reply.kind !== 'ok') return err(problemOf(reply));
  const verdict = parseVerdict(reply.body);
  return verdict ? ok(verdict) : err('failed');
}

function problemOf(reply: Exclude<Reply, { kind: 'ok' }>): QuarantineProblem {
  if (reply.kind === 'lost') return reply.why === 'server' ? 'failed' : 'network';
  return reply.status === 401 || reply.status === 403 ? 'forbidden' : 'failed';
}

/** One field of a refused save, beside what stands. */
export interface RefusedCell {
  readonly field: string;
  readonly value: Value;
  /** Undefined where no such record is known here. */
  readonly standing: Value | undefined;
}

/** A refused save as the screen shows it. */
export interface Waiting extends RecordFacts {
  readonly entry: QuarantineEntry;
  readonly key: string;
  readonly kind: string;
  /** The tablet it came from; '' where it has no name. */
  readonly tablet: string;
  readonly cells: readonly RefusedCell[];
  /** The field the reason is about. */
  readonly field: string | undefined;
  readonly isNew: boolean;
  /** Whether judging it anew may end otherwise: nothing in the save itself speaks against it. */
  readonly mayPass: boolean;
  /** Whether its record has a form here. */
  readonly mayCorrect: boolean;
}

/** Reasons about the right or the name under which a save came, or about what an older endpoint did not know. */
const MAY_PASS: ReadonlySet<string> = new Set(['forbidden', 'revoked', 'bad_stamp', 'unknown_device', 'unknown_table', 'unknown_field']);

export const keyOfEntry = ({ replica, op, dig }: QuarantineEntry): string => `${replica} ${op.no} ${dig}`;

/** Adds to an entry what this tablet knows: whose it is, what it is about, what stands. */
export async function describe(store: Store, entry: QuarantineEntry): Promise<Waiting> {
  const { op } = entry;
  const [code = '', field] = entry.reason.split(':');
  const [row, facts, devices] = await Promise.all([store.db.view.get([op.s, op.t, op.id]), recordFacts(store, op), store.devices()]);
  const list: readonly ListedDevice[] = devices?.list ?? [];
  const isKnown = isScope(op.s) && isRecordId(op.id) && registry.has(op.t);
  const standing = (name: string, personal: boolean): Value | undefined => (row ? ((personal ? row.p : row.f)[name] ?? null) : undefined);
  return {
    ...facts, entry, field,
    key: keyOfEntry(entry),
    kind: registry.has(op.t) ? op.t : 'other',
    tablet: list.find((d) => d.device === entry.device)?.label ?? '',
    cells: [...cellsOf(op)].map(([name, value, personal]) => ({ field: name, value, standing: standing(name, personal) })),
    isNew: row === undefined,
    mayPass: MAY_PASS.has(code) && entry.hidden !== true,
    mayCorrect: isKnown && entry.hidden !== true && /^[prt](:|$)/.test(op.s),
  };
}

/** How a field is corrected: typed anew, taken as it is, or left out because it is what is wrong. */
export type Mending = 'text' | 'long' | 'number' | 'day' | 'keep' | 'leave';

const specOf = (table: string, field: string): FieldSpec | undefined => {
  const fields = registry.get(table)?.fields;
  return fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
};

/** Texts longer than this get a box of several lines. */
const LINE = 120;

export function mendingOf({ entry, field: wrong }: Pick<Waiting, 'entry' | 'field'>, { field, value }: RefusedCell): Mending {
  const spec = specOf(entry.op.t, field);
  if (field !== GONE && !spec) return 'leave';
  if (spec?.kind === 'text') return String(value ?? '').length > LINE ? 'long' : 'text';
  if (spec?.kind === 'int') return 'number';
  if (spec?.kind === 'date') return 'day';
  return field === wrong ? 'leave' : 'keep';
}

/** The coordinator's own save in place of a refused one. @param typed what was corrected, by field */
export function correction({ entry, cells, field: wrong }: Waiting, typed: ReadonlyMap<string, Value>): Draft {
  const values: Record<string, Value> = {};
  let gone: boolean | undefined;
  for (const cell of cells) {
    const how = mendingOf({ entry, field: wrong }, cell);
    if (how === 'leave') continue;
    if (cell.field === GONE) gone = cell.value === true;
    else values[cell.field] = typed.has(cell.field) ? (typed.get(cell.field) ?? null) : cell.value;
  }
  const { s, t, id } = entry.op;
  return { s, t, id, values, ...(gone === undefined ? {} : { gone }) };
}
