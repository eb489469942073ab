import type { Context, Hono } from 'hono';
import { registry as ours } from '../../core/entities/registry.ts';
import { parseEraseRequest, type ErasureReport } from '../../core/sync/erasure.ts';
import { identify, type Caller } from '../access/device.ts';
import { secret } from '../access/secrets.ts';
import type { Deps, Env } from '../deps.ts';
import { allErasures, erase, rowsOf, type EraseJob } from '../erase/erase.ts';
import { memoryLedger, toEntry, type LedgerEntry } from '../erase/ledger.ts';
import { answer, refuse, type Refusal } from '../http/answer.ts';
import { readMessage } from '../http/body.ts';
import { faultEntry } from '../log.ts';
import { StoreError, type DeviceRow, type ReadTx, type WriteTx } from '../store/store.ts';
import type { ErasureRow } from '../store/erasures.ts';

/** `POST /v1/erase` takes a person out, `GET /v1/erase` lists what was erased and which tablets have not followed. */
export function eraseRoutes(app: Hono<Env>, { store, now, random, log, registry = ours, ledger = memoryLedger() }: Deps): void {
  const coordinator = async (c: Context<Env>): Promise<Caller | Refusal> => {
    const caller = await identify(store, c.req.header('authorization'), now());
    if (!caller) return { status: 401, error: 'unknown' };
    return caller.device.role === 'coordinator' && caller.kind === 'full' ? caller : { status: 403, error: 'forbidden' };
  };

  /** Written down outside the database before anybody is told that it is done. */
  const keep = async (entry: LedgerEntry): Promise<void> => {
    if ((await ledger.readAll()).some((e) => e.id === entry.id)) return;
    await ledger.append(toEntry(entry)).catch((e: unknown) => {
      throw isFull(e) ? new StoreError('full', e) : e;
    });
  };
  /** The erasure stands without it; what is left in unused parts of the file goes next time. */
  const scrub = async (): Promise<void> => {
    const clean = await store.scrub?.().catch((e: unknown) => e);
    if (clean !== undefined && clean !== true) log(faultEntry(clean));
  };

  app.post('/v1/erase', async (c) => {
    const caller = await coordinator(c);
    if ('status' in caller) return refuse(caller);
    const message = await readMessage(c.req.raw);
    if (!message.ok) return refuse(message.error);
    const request = parseEraseRequest(message.value);
    if (!request.ok) return refuse({ status: 400, error: request.error });
    const { subjects, reason } = request.value;
    const entry = { id: secret(random, 16), at: now(), device: caller.device.device, reason, subjects };
    const erasure = await store.write((tx) => eraseOnce(tx, entry, { registry, now: entry.at, random }));
    if (!erasure) return refuse({ status: 404, error: 'not_found' });
    await keep(erasure);
    await scrub();
    return answer(c.req.header('accept'), await store.read((tx) => reportOf(tx, erasure)));
  });

  app.get('/v1/erase', async (c) => {
    const caller = await coordinator(c);
    if ('status' in caller) return refuse(caller);
    const erasures = await store.read(async (tx) => {
      const list: ErasureReport[] = [];
      for (const e of (await allErasures(tx.erasures)).toReversed()) list.push(await reportOf(tx, e));
      return list;
    });
    return answer(c.req.header('accept'), { erasures });
  });
}

const isFull = (e: unknown): boolean => e instanceof Error && 'code' in e && (e.code === 'ENOSPC' || e.code === 'EDQUOT');

/**
 * Asked for again, because the answer was lost or the ledger could not be written, an erasure is the one that stands.
 * Undefined when nobody knows any of the subjects.
 */
async function eraseOnce(tx: WriteTx, entry: Omit<LedgerEntry, 'ids'>, job: EraseJob): Promise<ErasureRow | undefined> {
  const ids = entry.subjects.map((x) => x.id);
  const known = await tx.erasures.known(ids);
  if (ids.every((id) => known.has(id))) {
    const done = (await allErasures(tx.erasures)).findLast((e) => ids.some((id) => e.ids.includes(id)));
    if (done) return done;
  }
  return (await rowsOf(tx.erasures, ids, job.registry)).length === 0 ? undefined : erase(tx, entry, job);
}

async function reportOf(tx: ReadTx, { id, no, at, device, reason, rows }: ErasureRow): Promise<ErasureReport> {
  const [devices, heard] = [await tx.devices(), await tx.erasures.allHeard()];
  // Nobody holds the device of the demo.
  const owes = (d: DeviceRow): boolean => d.made <= at && d.via !== 'demo' && (heard.get(d.device) ?? 0) < no;
  const waiting = devices.filter(owes).map((d) => ({ device: d.device, label: d.label, seen: d.seen }));
  return { id, at, by: devices.find((d) => d.device === device)?.label ?? '', reason, rows, waiting };
}
