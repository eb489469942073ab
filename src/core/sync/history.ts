import { isStamp, stampReplica, type Stamp } from '../clock.ts';
import { isReplicaId, type ReplicaId } from '../ids.ts';
import type { Value } from '../schema/field.ts';
import type { DeviceReport, HistoryEntry } from './protocol.ts';

/** A value that stands at the endpoint now: what, under which stamp, who saved it, and when by their own clock (ms; 0 = unknown). */
export interface StandingCell {
  readonly field: string;
  readonly value: Value;
  readonly stamp: Stamp;
  readonly by: string;
  readonly at: number;
  /** The tablet that brought it, where that is another than the one whose stamp it bears. */
  readonly via?: ReplicaId;
}

/**
 * A value that does not stand: it was overwritten by a newer one, or lost on arrival against one.
 * `claimed` is none: its stamp lay in the future and was replaced by the one in `value`; its field is ''.
 */
export interface PastCell extends StandingCell {
  readonly why: Exclude<HistoryEntry['why'], 'discarded'>;
}

/** A value that was refused, and that a coordinator let go: it never stood. */
export interface DiscardedCell extends StandingCell {
  /** Who let it go: a user id or '', and the tablet. */
  readonly judge: string;
  readonly tablet: string;
  /** ms by the endpoint's clock. */
  readonly judged: number;
}

/** GET /v1/history?s&t&id: one record, as it stands and as it was. */
export interface HistoryAnswer {
  readonly history: readonly PastCell[];
  readonly standing: readonly StandingCell[];
  /** Absent when there are none: apart from the others, since an app of an earlier version knows no such fate. */
  readonly discarded?: readonly DiscardedCell[];
  /** How the tablets are called whose saves these are. */
  readonly tablets: readonly (readonly [replica: ReplicaId, label: string])[];
}

/** A device of the list, with every replica it has been: rows and stamps name replicas, not devices. */
export interface ListedDevice extends DeviceReport {
  readonly replicas?: readonly ReplicaId[];
  /** Taken out of the project: since when, how many saves came since, when all was handed over (ms; 0 = not yet). */
  readonly out?: { readonly at: number; readonly taken: number; readonly parted: number };
}

/** Every replica whose stamps a history holds, or that brought what bears them. */
export function replicasIn(cells: readonly { readonly stamp: string; readonly via?: ReplicaId }[]): ReplicaId[] {
  return [...new Set(cells.flatMap(({ stamp, via }) => [...(isStamp(stamp) ? [stampReplica(stamp)] : []), ...(via ? [via] : [])]))];
}

const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null;
const isText = (x: unknown): x is string => typeof x === 'string';

function isValue(x: unknown): x is Value {
  return x === null || isText(x) || typeof x === 'boolean' || typeof x === 'number' || (Array.isArray(x) && x.every(isText));
}

const isCell = (x: unknown): boolean =>
  isRecord(x) && isText(x['field']) && isValue(x['value']) && isStamp(x['stamp']) && isText(x['by']) && typeof x['at'] === 'number' && (x['via'] === undefined || isReplicaId(x['via']));

const WHYS: ReadonlySet<unknown> = new Set<PastCell['why']>(['lost', 'overwritten', 'claimed']);
const isPast = (x: unknown): boolean => isCell(x) && isRecord(x) && WHYS.has(x['why']);
const isDiscarded = (x: unknown): boolean =>
  isCell(x) && isRecord(x) && isText(x['judge']) && isText(x['tablet']) && typeof x['judged'] === 'number';
const isTablet = (x: unknown): boolean => Array.isArray(x) && x.length === 2 && x.every(isText);

/** The answer as it came, checked whole; undefined when it is none. An endpoint before this version names no standing cells. */
export function parseHistory(x: unknown): HistoryAnswer | undefined {
  if (!isRecord(x)) return undefined;
  const { history, standing = [], discarded = [], tablets = [] } = x;
  const lists: readonly (readonly [list: unknown, check: (one: unknown) => boolean])[] = [[history, isPast], [standing, isCell], [discarded, isDiscarded], [tablets, isTablet]];
  if (!lists.every(([list, check]) => Array.isArray(list) && list.every(check))) return undefined;
  // Checked above, entry by entry.
  return { history, standing, discarded, tablets } as unknown as HistoryAnswer;
}
