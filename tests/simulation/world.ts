import { must } from '../../src/core/result.ts';
import type { RecordId, Scope } from '../../src/core/ids.ts';
import type { Draft } from '../../src/client/store/store.ts';
import type { ReplicaRow } from '../../src/server/store/store.ts';
import { registrationId, slotId, trainingScope } from '../../src/client/features/attendance/actions.ts';
import { parted } from './access.ts';
import { Endpoint, type Entry } from './endpoint.ts';
import { cellValues, heldOf, Ledger, type Edit } from './ledger.ts';
import { unharmed } from './faulty-storage.ts';
import { Line } from './line.ts';
import { Rng } from './rng.ts';
import { ahead, anySkew } from './skew.ts';
import { Tablet, type Surroundings, type Tab } from './tablet.ts';
import type { Variant } from './variant.ts';

const AREA = '41703225000000';
export const PEOPLE_SCOPE: Scope = `r:${AREA}`;
const HALF_A_MONTH = 15 * 24 * 3_600_000;
const START = 1_574_049_600_000;

export interface Listed {
  readonly training: RecordId;
  readonly person: RecordId;
  readonly registration: RecordId;
}

/** What was last noted of each replica. */
function replicasIn(entries: readonly Entry[]): Map<string, ReplicaRow> {
  const rows = entries.flatMap(([method, [row]]) => (method === 'putReplica' ? [row as ReplicaRow] : []));
  return new Map(rows.map((r) => [r.replica, r]));
}

/** A broken promise, with the number of the invariant. */
export class Broken extends Error {}

/** Everything there is in one run: the endpoint, the tablets, the line between them, and what was saved. */
export class World {
  readonly clock = { now: START };
  readonly ledger = new Ledger();
  readonly endpoint: Endpoint;
  readonly line: Line;
  readonly variant: Variant;
  readonly tablets: Tablet[] = [];
  /** Who is on which list: all tablets work on these few, so that they collide. */
  readonly listed: Listed[] = [];
  readonly trainings: RecordId[] = [];
  /** A tablet that only reads: it cannot tell by its own batches that the endpoint lost its past. */
  reader: Tablet | undefined;
  backups: (readonly Entry[])[] = [];
  /** How often the endpoint was put back. */
  restores = 0;
  /** Ops on which the endpoint fails each time. */
  booms = 0;
  /** Cells changed on a disk behind everybody's back. */
  flips = 0;
  readonly complaints: string[] = [];
  readonly #around: Surroundings;
  readonly #tabletRng: Rng;

  constructor(seed: number, variant: Variant) {
    const rng = new Rng(seed ^ 0x5eed);
    this.variant = variant;
    this.endpoint = new Endpoint(() => this.clock.now, rng, variant);
    this.endpoint.onCommit = (entries) => {
      this.ledger.committed(entries, this.clock.now);
      this.#taken(entries);
    };
    this.line = new Line(this.endpoint, this.clock, rng);
    this.#tabletRng = new Rng(seed ^ 0x7ab1e7);
    this.#around = {
      endpoint: this.endpoint, line: this.line, variant, now: () => this.clock.now, random: this.#tabletRng.bytes,
      complain: (what) => this.complaints.push(what),
      took: (replica) => this.#last.get(replica),
      parted: (held) => parted(this, held),
    };
  }

  /** A coordinator and two trainers who know two trainings, and one tablet that works alone. */
  async begin(): Promise<void> {
    this.line.calm = true;
    const invitation = await this.endpoint.start();
    for (const name of ['coordinator', 'one', 'two', 'alone']) {
      const tablet = new Tablet(name, this.#around);
      await tablet.open();
      await tablet.revive();
      // Short batches, as on a slow line: what takes several answers is where mistakes are.
      await tablet.batchSize(this.#tabletRng.pick([2, 4, 50]));
      this.tablets.push(tablet);
      // One that never heard the right time runs ahead more often than not.
      if (this.#tabletRng.chance(0.8)) this.jump(tablet, name === 'alone' ? ahead(this.#tabletRng) : anySkew(this.clock.now, this.#tabletRng));
      if (name === 'alone') continue;
      await tablet.join(name === 'coordinator' ? invitation : await this.endpoint.newInvite('trainer', name === 'one' ? [AREA] : []));
    }
    const [coordinator, one, two] = this.tablets as [Tablet, Tablet, Tablet];
    if (this.#tabletRng.chance(0.5)) this.reader = coordinator;
    await this.makeTraining(coordinator.first, coordinator, 2);
    await this.makeTraining(one.first, one, 1);
    await one.sync(one.first);
    await coordinator.sync(coordinator.first);
    for (const t of [one, two]) {
      const link = must(await t.first.store.link(), 'link');
      for (const training of this.trainings) if (t === one || training === this.trainings[0]) await this.endpoint.grant(link.device, trainingScope(training), true);
      await t.sync(t.first);
    }
    this.line.calm = false;
    await this.backUp();
  }

  /** Saves, and notes what was saved once the tablet has said so. */
  async save(tablet: Tablet, tab: Tab, drafts: readonly Draft[]): Promise<boolean> {
    const at = this.clock.now;
    const knew = tablet.knowsOffset;
    try {
      await tab.store.save(drafts);
    } catch (e) {
      if (!tab.storage.fault?.done) this.complaints.push(`save threw with no fault to blame: ${String(e)}`);
      return false;
    }
    await unharmed(async () => this.variant.afterSave?.(tab.store.db));
    for (const d of drafts) {
      for (const [field, value] of Object.entries(d.values)) {
        if (typeof value !== 'string' || !/^(v|boom)\d+( x+)?$/.test(value)) continue;
        const edit: Edit = { value, cell: `${d.s} ${d.t} ${d.id ?? ''} ${field}`, tablet: tablet.name, at, knew, steady: tablet.steady };
        this.ledger.saved(edit);
      }
    }
    return true;
  }

  /** A training with `people` on its list. */
  async makeTraining(tab: Tab, tablet: Tablet, people: number): Promise<void> {
    const { ids } = await unharmed(() => tab.store.save((mint) => Array.from({ length: people + 1 }, () => ({ t: 'trainer', s: 'p', id: mint(), values: {} }))));
    const [training, ...persons] = ids;
    const id = must(training, 'training');
    const v = (): string => this.ledger.fresh();
    const drafts: Draft[] = [
      { t: 'training', s: 'p', id, values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', venue: v(), title: v() } },
      { t: 'slot', s: trainingScope(id), id: slotId(id, 1), values: { training: id, n: 1, day: '2019-11-18', title: v() } },
      ...persons.flatMap((person) => this.onList(id, person)),
    ];
    if (!(await this.save(tablet, tab, drafts))) return;
    this.trainings.push(id);
    for (const person of persons) this.listed.push({ training: id, person, registration: registrationId(id, person) });
  }

  onList(training: RecordId, person: RecordId): Draft[] {
    const v = (): string => this.ledger.fresh();
    return [
      { t: 'person', s: PEOPLE_SCOPE, id: person, values: { name: v(), phone: v() } },
      { t: 'registration', s: trainingScope(training), id: registrationId(training, person), values: { training, person, name: v(), org: v() } },
    ];
  }

  /** Values in the outbox of any tablet: waiting, on their way, sent, parked. */
  async #held(): Promise<Set<string>> {
    const all = new Set<string>();
    for (const t of this.tablets) for (const op of await t.holds()) for (const v of cellValues(op)) all.add(v);
    return all;
  }

  /** A tablet is put back: what only it held is gone, as nobody could help. */
  async putBack(tablet: Tablet): Promise<void> {
    const before = await this.#held();
    const there = heldOf(this.endpoint.journal).values;
    for (const e of this.ledger.edits.values()) if (!e.destroyed && !before.has(e.value) && !there.has(e.value)) throw new Broken(`I2 ${e.value} of ${e.tablet} (${e.cell}) is nowhere`);
    await tablet.putBack();
    if (!(await tablet.tie())) this.copiedAlone(tablet);
    const after = await this.#held();
    for (const e of this.ledger.edits.values()) {
      if (!before.has(e.value) || after.has(e.value)) continue;
      e.orphan = true;
      if (!there.has(e.value)) e.destroyed = true;
    }
  }

  /**
   * A tablet in no project was copied. Whichever copy joins second saves everything anew under a name of its own, so that a
   * stamp in the future is given another twice, and nobody can tell that the two are one save.
   */
  copiedAlone(tablet: Tablet): void {
    for (const e of this.ledger.edits.values()) if (!e.steady && e.tablet === tablet.name) e.forgotten = true;
  }

  /** The endpoint is put back: whatever it loses must still be in an outbox, but for what a tablet lost before. */
  async restore(backup: readonly Entry[]): Promise<void> {
    await this.endpoint.restore(backup);
    this.restores += 1;
    this.#last.clear();
    for (const [replica, row] of replicasIn(backup)) this.#last.set(replica, row);
    const [held, there] = [await this.#held(), heldOf(this.endpoint.journal).values];
    for (const e of this.ledger.edits.values()) {
      if (e.destroyed || held.has(e.value) || there.has(e.value)) continue;
      if (!e.orphan) throw new Broken(`I2 ${e.value} of ${e.tablet} (${e.cell}) went with the endpoint`);
      e.destroyed = true;
    }
    for (const e of this.ledger.edits.values()) {
      if (e.steady || e.reached === undefined || there.has(e.value)) continue;
      // It may have been given a stamp of the endpoint's, which others read and this endpoint has forgotten: it comes anew.
      e.forgotten = true;
      delete e.reached;
    }
  }

  /** The last batch taken, by replica. */
  readonly #last = new Map<string, Pick<ReplicaRow, 'n' | 'dig'>>();

  #taken(entries: readonly Entry[]): void {
    for (const [replica, { n, dig }] of replicasIn(entries)) {
      if (n <= (this.#last.get(replica)?.n ?? 0)) continue;
      this.#last.set(replica, { n, dig });
      for (const t of this.tablets) t.taken(replica, dig);
    }
  }

  /** After a month tablets forget what lies in a backup found good: an older backup is of no use from then on. */
  longTimePassed(): void {
    this.#long = true;
    this.backups = this.backups.slice(-1);
  }
  #long = false;

  /** Sets a tablet's clock, ms from true time. One that seems a month on forgets what it sent, as if the month had passed. */
  jump(tablet: Tablet, skew: number): void {
    if (Math.abs(skew - tablet.skew) > HALF_A_MONTH) this.longTimePassed();
    tablet.jump(skew);
  }

  async backUp(): Promise<void> {
    const copy = await this.endpoint.backup();
    this.backups = this.#long ? [copy] : [...this.backups, copy];
  }
}
