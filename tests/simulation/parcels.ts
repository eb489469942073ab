import { must } from '../../src/core/result.ts';
import { accept, open, opsOf, pack, type Packed } from '../../src/client/sync/parcels.ts';
import { openParcel } from '../../src/core/sync/parcel.ts';
import { ciphers } from './ciphers.ts';
import { unharmed } from './faulty-storage.ts';
import type { Rng } from './rng.ts';
import type { Tablet } from './tablet.ts';
import type { World } from './world.ts';

/** Parcels of a run that may still turn up somewhere. */
const made = new WeakMap<World, { from: string; packed: Packed }[]>();

/** Hands what was not sent to other tablets, now or later, once or twice. */
export async function handOver(w: World, rng: Rng): Promise<string> {
  const parcels = made.get(w) ?? [];
  made.set(w, parcels);
  if (parcels.length === 0 || rng.chance(0.6)) {
    const from = rng.pick(w.tablets);
    const training = rng.chance(0.3) ? rng.pick(w.trainings) : undefined;
    const packed = await unharmed(() => pack(from.first.store, { now: from.wall, port: ciphers }, training));
    // On some ops the endpoint fails for ever: whoever made them finds that out and lays them aside.
    if (!packed || (await holdsBoom(from, packed))) return `${from.name}: nothing to hand over`;
    parcels.push({ from: from.name, packed });
  }
  const { from, packed } = rng.pick(parcels);
  const said: string[] = [];
  for (let i = 0; i < 1 + rng.below(3); i++) {
    const to = rng.pick(w.tablets);
    said.push(`${to.name}: ${await takeIn(to, packed)}`);
  }
  return `${packed.count} saves of ${from} → ${said.join(', ')}`;
}

async function holdsBoom(from: Tablet, { bytes, code }: Packed): Promise<boolean> {
  const link = await unharmed(() => from.first.store.link());
  const parcel = await openParcel(ciphers, bytes, { project: link?.keys ?? [], code });
  return JSON.stringify(opsOf(must(parcel.ok ? parcel.value : undefined, 'parcel').batches)).includes('boom');
}

function takeIn({ first, wall }: Tablet, { bytes, code }: Packed): Promise<string> {
  return unharmed(async () => {
    const opened = await open(first.store, { now: wall, port: ciphers }, bytes, code);
    return opened.ok ? `${(await accept(first.store, opened.value)).fresh} new` : opened.error;
  });
}
