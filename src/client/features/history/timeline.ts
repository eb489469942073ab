import { isStamp, stampReplica, type Stamp } from '../../../core/clock.ts';
import type { ReplicaId } from '../../../core/ids.ts';
import type { Value } from '../../../core/schema/field.ts';
import { cellsOf, ERASED, GONE } from '../../../core/sync/change.ts';
import type { HistoryAnswer } from '../../../core/sync/history.ts';
import { sameValue } from '../../../core/sync/merge.ts';
import type { OwnHistory, SaveState } from '../../store/history.ts';

/**
 * What became of a value. `replaced`: it stood until a newer one came; `lost`: a newer one stood when it came to the
 * endpoint; `refused`: the endpoint did not take it; `earlier`: replaced or lost, this tablet alone cannot tell.
 */
export type Fate = 'stands' | 'replaced' | 'lost' | 'refused' | 'earlier';

/** One value a field ever had, and what is known of it. */
export interface Told {
  readonly value: Value;
  readonly stamp: Stamp;
  /** A user id; '' when unknown. */
  readonly by: string;
  /** By the clock of the tablet that saved it, ms; 0 when unknown. */
  readonly at: number;
  readonly replica: ReplicaId;
  readonly fate: Fate;
  /** Not confirmed by the endpoint yet: it waits here, or was laid aside. */
  readonly state: SaveState;
  /** The tablet's clock was ahead: the endpoint put the value in order by its own. */
  readonly isRestamped: boolean;
}

/** A value that stood, beside those that came while it did and lost against it. */
export interface Moment {
  readonly stood: Told;
  readonly losers: readonly Told[];
}

export interface FieldHistory {
  readonly field: string;
  /** Newest first: the first is what stands now. */
  readonly moments: readonly Moment[];
}

type Known = Omit<Told, 'fate' | 'replica' | 'isRestamped'> & { readonly why: 'lost' | 'overwritten' | undefined };

/**
 * Every field of a record with every value it ever had, from what this tablet keeps and what the endpoint says.
 * @param answer undefined while the endpoint has not been heard: then it cannot be told what lost and what was replaced
 */
export function timeline(own: OwnHistory, answer: HistoryAnswer | undefined): FieldHistory[] {
  const restamped = restamps(answer);
  const fields = collect(own, answer, restamped.stored);
  return [...fields].flatMap(([field, known]) => {
    const present = presentOf(field, known, own, answer);
    if (!present) return [];
    const told = fated(present, known, answer !== undefined).map((one): Told => {
      const claimed = restamped.claimed.get(one.stamp);
      return { ...one, replica: stampReplica(claimed ?? one.stamp), isRestamped: claimed !== undefined };
    });
    return [{ field, moments: moments(told) }];
  });
}

/** Stamps the endpoint gave in place of such as lay in the future, both ways. */
function restamps(answer: HistoryAnswer | undefined): { stored: ReadonlyMap<string, Stamp>; claimed: ReadonlyMap<string, Stamp> } {
  const pairs = (answer?.history ?? []).flatMap((h) => (h.why === 'claimed' && isStamp(h.value) ? [{ claimed: h.stamp, stored: h.value }] : []));
  return { stored: new Map(pairs.map((p) => [p.claimed, p.stored])), claimed: new Map(pairs.map((p) => [p.stored, p.claimed])) };
}

/** Values by field; one value of one stamp is one, whoever told of it. */
function collect(own: OwnHistory, answer: HistoryAnswer | undefined, stored: ReadonlyMap<string, Stamp>): Map<string, Known[]> {
  const fields = new Map<string, Map<string, Known>>();
  for (const { field, ...one } of [...fromTablet(own, stored), ...fromEndpoint(answer)]) {
    // Nobody's save: the screen says it in words of its own.
    if (field === ERASED) continue;
    const values = fields.get(field) ?? new Map<string, Known>();
    fields.set(field, values);
    const key = `${one.stamp} ${JSON.stringify(one.value)}`;
    const had = values.get(key);
    values.set(key, had ? joined(had, one) : one);
  }
  return new Map([...fields].map(([field, values]) => [field, [...values.values()].sort(newestFirst)]));
}

type KnownCell = Known & { readonly field: string };

/** What this tablet tells: the row as it shows it and as the endpoint confirmed it, and its own saves. */
function* fromTablet({ row, confirmed, cells }: OwnHistory, stored: ReadonlyMap<string, Stamp>): Generator<KnownCell> {
  for (const one of [row, confirmed]) {
    for (const [field, value] of one ? cellsOf(one) : []) {
      const stamp = one?.h[field];
      if (stamp !== undefined) yield { field, value, stamp, by: '', at: 0, state: 'sent', why: undefined };
    }
  }
  for (const one of cells) yield { ...one, stamp: stored.get(one.stamp) ?? one.stamp, why: undefined };
}

function* fromEndpoint(answer: HistoryAnswer | undefined): Generator<KnownCell> {
  for (const one of answer?.standing ?? []) yield { ...one, state: 'sent', why: undefined };
  for (const { why, ...one } of answer?.history ?? []) if (why !== 'claimed') yield { ...one, state: 'sent', why };
}

const newestFirst = (a: Known, b: Known): number => (a.stamp < b.stamp ? 1 : a.stamp > b.stamp ? -1 : 0);

function joined(a: Known, b: Known): Known {
  return { ...a, by: a.by || b.by, at: a.at || b.at, why: a.why ?? b.why, state: a.state === 'sent' ? b.state : a.state };
}

/** What stands: as this tablet shows it, or as the endpoint says it where that is newer (not received here yet). */
function presentOf(field: string, known: readonly Known[], own: OwnHistory, answer: HistoryAnswer | undefined): Known | undefined {
  const here = own.row?.h[field];
  const there = answer?.standing.find((c) => c.field === field)?.stamp;
  const stamp = here !== undefined && (there === undefined || here >= there) ? here : there;
  return known.find((one) => one.stamp === stamp && one.why === undefined) ?? known.find((one) => one.stamp === stamp);
}

type Fated = Omit<Told, 'replica' | 'isRestamped'>;

function fated(present: Known, known: readonly Known[], heard: boolean): Fated[] {
  // An acknowledged save of ours under a newer stamp than what stands is the same save: the endpoint gave it another
  // stamp, which only its own answer tells. It says who saved what stands.
  const twins = known.filter((one) => one.stamp > present.stamp && one.state === 'sent' && sameValue(one.value, present.value));
  const now = twins.reduce(joined, present);
  const others = known.filter((one) => one !== present && !twins.includes(one));
  const told: Fated[] = [{ ...now, fate: 'stands' }];
  for (const one of others) {
    // The same value said again is no change; one that lost stood beside another.
    const next = told.findLast((t) => t.fate !== 'lost');
    if (one.why !== 'lost' && next && sameValue(next.value, one.value)) continue;
    told.push({ ...one, fate: fateOf(one, heard) });
  }
  return told;
}

function fateOf({ why, state }: Known, heard: boolean): Fate {
  if (why !== undefined) return why === 'lost' ? 'lost' : 'replaced';
  if (state === 'parked') return 'refused';
  // A save that was acknowledged, and of which the endpoint has not been asked what became of it.
  return state === 'sent' && !heard ? 'earlier' : 'replaced';
}

/** Losers beside the value they lost against: the next newer one that did not lose itself. */
function moments(told: readonly Told[]): Moment[] {
  const out: { stood: Told; losers: Told[] }[] = [];
  for (const one of told) {
    const last = out.at(-1);
    if (one.fate === 'lost' && last) last.losers.push(one);
    else out.push({ stood: one, losers: [] });
  }
  return out;
}

/** Whether a field was ever anything else than it is. */
export const isChanged = ({ moments: all }: FieldHistory): boolean => all.length > 1 || all.some((m) => m.losers.length > 0);

/** In the order of a record's fields, those of a newer version after them, deletion last. */
export function inOrder(histories: readonly FieldHistory[], fields: readonly string[]): FieldHistory[] {
  const place = (field: string): number => (field === GONE ? Infinity : fields.includes(field) ? fields.indexOf(field) : fields.length);
  return histories.toSorted((a, b) => place(a.field) - place(b.field));
}

