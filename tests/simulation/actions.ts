import { must } from '../../src/core/result.ts';
import { slotId, trainingScope } from '../../src/client/features/attendance/actions.ts';
import type { Draft } from '../../src/client/store/store.ts';
import { flip } from './flips.ts';
import { eraseSomebody } from './erased.ts';
import type { Kind, Step } from './plan.ts';
import { Rng } from './rng.ts';
import type { Tablet, Tab } from './tablet.ts';
import { PEOPLE_SCOPE, type World } from './world.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const MONTH = 31 * 24 * HOUR;
const MOST_TABLETS = 6;

type Act = (w: World, rng: Rng) => Promise<string>;

interface Place {
  readonly tablet: Tablet;
  readonly tab: Tab;
}

function somewhere(w: World, rng: Rng): Place {
  const tablet = rng.pick(w.tablets);
  return { tablet, tab: rng.pick(tablet.tabs) };
}

type What = 'mark' | 'registration' | 'training' | 'person' | 'gone' | 'back';

function draftOf(w: World, rng: Rng): Draft {
  // One place that everybody works on, so that edits meet.
  const hot = rng.chance(0.25);
  const { training, person, registration } = hot ? must(w.listed[0], 'someone on a list') : rng.pick(w.listed);
  const v = w.ledger.fresh();
  const s = trainingScope(training);
  const slot = slotId(training, 1);
  if (hot) return { t: 'registration', s, id: registration, values: { org: v } };
  switch (rng.weighed<What>({ mark: 30, registration: 25, training: 15, person: 15, gone: 6, back: 6 })) {
    case 'mark':
      return { t: 'attendance', s, id: `a:${registration}/${slot}` as typeof registration, values: { registration, slot, mark: v, at: '2019-11-18T09:12' }, gone: false };
    case 'registration':
      return { t: 'registration', s, id: registration, values: { [rng.pick(['org', 'position', 'phone'])]: v } };
    case 'training':
      return { t: 'training', s: 'p', id: training, values: { [rng.pick(['venue', 'title', 'notes'])]: v } };
    case 'person':
      return { t: 'person', s: PEOPLE_SCOPE, id: person, values: { [rng.pick(['phone', 'org'])]: v } };
    case 'gone':
      return { t: 'registration', s, id: registration, values: {}, gone: true };
    case 'back':
      return { t: 'registration', s, id: registration, values: { position: v }, gone: false };
  }
}

/** Drafts of one save; several of one row in one save are one draft, as forms make them. */
function draftsOf(w: World, rng: Rng): Draft[] {
  const list = Array.from({ length: 1 + rng.below(3) }, () => draftOf(w, rng));
  return [...new Map(list.map((d) => [`${d.s} ${d.t} ${d.id ?? ''}`, d])).values()];
}

async function savePoison(w: World, rng: Rng): Promise<string> {
  const { tablet, tab } = somewhere(w, rng);
  const training = rng.pick(w.trainings);
  const boom = rng.chance(0.3);
  const values = boom ? { title: w.ledger.fresh('boom') } : { venue: `${w.ledger.fresh()} ${'x'.repeat(320)}` };
  const saved = await w.save(tablet, tab, [{ t: 'training', s: 'p', id: training, values }]);
  if (boom && saved) w.booms += 1;
  return `${tablet.name}: ${boom ? 'an op on which the endpoint fails' : 'a text too long'}`;
}

async function release(w: World, rng: Rng): Promise<string> {
  const waiting = w.tablets.flatMap((tablet) => tablet.tabs.filter((t) => t.hung).map((tab): Place => ({ tablet, tab })));
  if (waiting.length === 0) return 'nothing waits on the wire';
  const { tablet, tab } = rng.pick(waiting);
  const hung = must(tab.hung, 'hung');
  w.clock.now += rng.below(30_000);
  const how = w.clock.now - hung.since > 60_000 || rng.chance(0.15) ? 'timeout' : 'deliver';
  tab.hung = undefined;
  hung.end(how);
  const outcome = await tablet.settle(tab);
  return `${tablet.name}: the wire ${how}s → ${outcome?.kind ?? '…'}`;
}

/** A page whose question hangs does not try again; people open another one. */
async function syncOne({ tablet, tab: first }: Place): Promise<string> {
  const tab = first.run ? (tablet.tabs.find((t) => !t.run) ?? (await tablet.open())) : first;
  const outcome = await tablet.sync(tab);
  const problem = outcome && 'problem' in outcome ? ` ${outcome.problem}` : '';
  return `${tablet.name}/${tablet.tabs.indexOf(tab)}: sync → ${outcome?.kind ?? '…'}${problem}`;
}

async function joinAnew(w: World, tablet: Tablet): Promise<boolean> {
  return tablet.join(await w.endpoint.newInvite(tablet.name === 'coordinator' ? 'coordinator' : 'trainer'));
}

/** A tablet without a tie, or whose tie the endpoint forgot, gets a new invitation. */
export async function rejoin(w: World, tablet: Tablet): Promise<boolean> {
  const tie = await tablet.tie();
  if (tie && tie.problem !== 'unknown') return true;
  return joinAnew(w, tablet);
}

/** All but one come into coverage first and push past what was lost. */
async function rush(w: World, rng: Rng): Promise<string> {
  const late = w.reader ?? rng.pick(w.tablets);
  const said: string[] = [];
  for (const tablet of [...w.tablets, ...w.tablets]) {
    if (tablet === late) continue;
    await w.save(tablet, tablet.first, draftsOf(w, rng));
    said.push(await syncOne({ tablet, tab: tablet.first }));
  }
  return `${late.name} comes late: ${said.join('; ')}`;
}

const ACTS: Readonly<Record<Kind, Act>> = {
  erase: eraseSomebody,
  async save(w, rng) {
    const { tablet, tab } = somewhere(w, rng);
    if (tablet === w.reader) return syncOne({ tablet, tab });
    if (rng.chance(0.05)) {
      await w.makeTraining(tab, tablet, 1);
      return `${tablet.name}: a training`;
    }
    const drafts = draftsOf(w, rng);
    const saved = await w.save(tablet, tab, drafts);
    const words = drafts.map((d) => `${d.t} ${String(d.id).slice(-14)} ${JSON.stringify(d.values)}${d.gone === undefined ? '' : ` gone ${d.gone}`}`);
    return `${tablet.name}: save${saved ? '' : ' fails'} ${words.join('; ')}`;
  },
  poison: savePoison,
  sync: (w, rng) => syncOne(somewhere(w, rng)),
  async everyone(w, rng) {
    const out: string[] = [];
    for (const tablet of w.tablets) out.push(await syncOne({ tablet, tab: rng.pick(tablet.tabs) }));
    return out.join('; ');
  },
  async both(w, rng) {
    const tablet = rng.pick(w.tablets);
    if (tablet.tabs.length < 2) await tablet.open();
    const done = await Promise.all(tablet.tabs.slice(0, 2).map((tab) => syncOne({ tablet, tab })));
    return `at once: ${done.join('; ')}`;
  },
  release,
  async late(w, rng) {
    await w.line.late(rng);
    return 'a copy of an earlier question arrives';
  },
  async tab(w, rng) {
    const tablet = rng.pick(w.tablets);
    if (tablet.tabs.length < 2) await tablet.open();
    else tablet.close(tablet.first);
    return `${tablet.name} has ${tablet.tabs.length} tabs`;
  },
  async kill(w, rng) {
    const { tablet, tab } = somewhere(w, rng);
    if (tab.hung && rng.chance(0.7)) {
      tablet.close(tab);
      return `${tablet.name}: killed while it waits for an answer`;
    }
    tab.storage.fault = { kind: 'kill', n: 1 + rng.below(14), done: false };
    const said = tab.run ? '' : rng.chance(0.3) ? `save ${String(await w.save(tablet, tab, draftsOf(w, rng)))}` : await syncOne({ tablet, tab });
    if (!tab.run && !tab.storage.fault.done) tab.storage.fault = undefined;
    return `${tablet.name}: killed at some transaction: ${said}`;
  },
  async abort(w, rng) {
    const { tablet, tab } = somewhere(w, rng);
    if (tab.run) return 'busy';
    tab.storage.fault = { kind: 'abort', n: 1 + rng.below(14), done: false };
    const said = rng.chance(0.3) ? `save ${String(await w.save(tablet, tab, draftsOf(w, rng)))}` : await syncOne({ tablet, tab });
    if (!tab.run) tab.storage.fault = undefined;
    return `${tablet.name}: no room: ${said}`;
  },
  async jump(w, rng) {
    const tablet = rng.pick(w.tablets);
    const skew = rng.pick([0, 0, rng.below(HOUR), -rng.below(HOUR), rng.below(1.3 * YEAR), -rng.below(1.3 * YEAR), 24 * HOUR]);
    if (Math.abs(skew - tablet.skew) > MONTH / 2) w.longTimePassed();
    tablet.jump(skew);
    const saved = tablet !== w.reader && rng.chance(0.7) && (await w.save(tablet, tablet.first, draftsOf(w, rng)));
    return `${tablet.name}: clock off by ${(skew / HOUR).toFixed(1)} h${saved ? ', then a save' : ''}`;
  },
  async wait(w, rng) {
    const ms = rng.pick([30_000, 200_000, 200_000, 400_000, HOUR, 24 * HOUR, MONTH]);
    w.clock.now += ms;
    if (ms === MONTH) w.longTimePassed();
    return `${ms / 1000} s pass`;
  },
  async grant(w, rng) {
    const tablet = rng.pick(w.tablets);
    const link = await tablet.tie();
    if (!link) return 'no device to grant to';
    const s = rng.chance(0.3) ? PEOPLE_SCOPE : trainingScope(rng.pick(w.trainings));
    const on = rng.chance(0.6);
    await w.endpoint.grant(link.device, s, on);
    return `${tablet.name} ${on ? 'may' : 'may no longer'} read ${s}`;
  },
  async enrol(w, rng) {
    const tablet = rng.pick(w.tablets);
    const done = await rejoin(w, tablet);
    return `${tablet.name} joins: ${done}`;
  },
  async clone(w, rng) {
    if (w.tablets.length >= MOST_TABLETS) return 'enough tablets';
    const tablet = rng.pick(w.tablets);
    w.tablets.push(await tablet.clone(`${tablet.name}'`));
    return `${tablet.name} is cloned`;
  },
  async keep(w, rng) {
    const tablet = rng.pick(w.tablets);
    await tablet.keep();
    return `${tablet.name} is backed up`;
  },
  async 'put-back'(w, rng) {
    const kept = w.tablets.filter((t) => t.kept);
    if (kept.length === 0) return 'no tablet has a backup';
    const tablet = rng.pick(kept);
    await w.putBack(tablet);
    return `${tablet.name} is put back from its backup`;
  },
  flip,
  async backup(w) {
    await w.backUp();
    return 'backup of the endpoint';
  },
  async restore(w, rng) {
    if (w.backups.length === 0) return 'no backup of the endpoint';
    const backup = rng.pick(w.backups);
    await w.restore(backup);
    return `the endpoint is restored; nobody is told${rng.chance(0.5) ? `; ${await rush(w, rng)}` : ''}`;
  },
};

/** Does one step; answers what happened, in words for the trace. */
export async function act(w: World, step: Step): Promise<string> {
  const rng = new Rng(step.r);
  w.line.rng = rng;
  w.clock.now += 50 + rng.below(20_000);
  const said = await ACTS[step.kind](w, rng);
  for (const t of w.tablets) await t.revive();
  w.variant.tick?.();
  return said;
}
