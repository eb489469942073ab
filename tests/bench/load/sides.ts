import { spawn, type ChildProcess } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { must } from '../../../src/core/result.ts';
import { openDatabase, parseDatabase } from '../../../src/server/store/open.ts';
import { endpointNodeFlags } from '../../../src/house/start.ts';
import { startProcess } from '../../server/support/process.ts';
import { disagreements } from './check.ts';
import { arrive, processorMs, sendTo, type Came } from './drive.ts';
import { LightTablet, type Send, type Taken } from './light-tablet.ts';
import type { Prepared } from './prepare.ts';

/** One database and what stands before it. */
export interface Side {
  readonly name: string;
  /** A fresh database with what was prepared (ours), or with 400 rows a scope (bare). */
  fresh(): Promise<string>;
  readonly processes: number;
}

export interface Result extends Came {
  /** Processor time of the endpoint's processes, ms a device; not that of the database's own. */
  readonly processor: number | undefined;
  /** Rows that were not as they must be, once everybody had come twice. */
  readonly faults: readonly string[];
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** All tablets against our endpoint; then once more, quietly, so that each has what came after it; then everything is compared. */
export async function runOurs(side: Side, prepared: Prepared, folder: string, within: number, flags: readonly string[] = []): Promise<Result> {
  const address = await side.fresh();
  const running = await Promise.all(
    Array.from({ length: side.processes }, (_, i) => startProcess(['--data', join(folder, `endpoint${i}`)], { TIZME_DATABASE: address }, [...endpointNodeFlags, ...flags])),
  );
  const sends = running.map((r) => sendTo(r.base, '/v1/sync', LightTablet.headers));
  const sendOf = (i: number): Send => must(sends[i % sends.length], 'endpoint');
  const tablets = prepared.tablets.map((t) => new LightTablet(t));
  const before = running.map((r) => processorMs(r.child.pid));
  const came = await arrive(tablets.map((t, i) => () => t.sync(sendOf(i), pause)), within);
  const processor = spent(running.map((r) => r.child), before, tablets.length);
  const after = await arrive(tablets.map((t, i) => () => t.sync(sendOf(i), pause)), tablets.length * 10);
  await Promise.all(running.map((r) => r.end('SIGTERM')));
  const store = await openDatabase(must(parseDatabase(address), 'address'), Date.now());
  const faults = await disagreements(store, tablets);
  await store.close();
  return { ...came, errors: [...came.errors, ...after.errors], processor, faults };
}

function spent(children: readonly ChildProcess[], before: readonly (number | undefined)[], devices: number): number | undefined {
  const now = children.map((c) => processorMs(c.pid));
  const each = now.map((n, i) => (n === undefined ? Number.NaN : n - (before[i] ?? 0)));
  const sum = each.reduce((a, b) => a + b, 0);
  return Number.isNaN(sum) ? undefined : sum / devices;
}

/** The same devices against the bare endpoint: the same records, as JSON rows. */
export async function runBare(side: Side, prepared: Prepared, within: number): Promise<Result> {
  const address = await side.fresh();
  const children = await Promise.all(Array.from({ length: side.processes }, () => startBare(address)));
  const sends = children.map(({ base }) => sendTo(base, '/rows', () => ({ 'content-type': 'application/gzip' })));
  const before = children.map(({ child }) => processorMs(child.pid));
  const came = await arrive(prepared.tablets.map((t, i) => () => pushBare(must(sends[i % sends.length], 'endpoint'), t, prepared.size.perTraining, i)), within);
  const processor = spent(children.map(({ child }) => child), before, prepared.tablets.length);
  for (const { child } of children) child.kill('SIGTERM');
  return { ...came, processor, faults: [] };
}

export const bareScope = (i: number, perTraining: number): string => `t${Math.floor(i / perTraining)}`;

async function pushBare(send: Send, { ops }: Prepared['tablets'][number], perTraining: number, i: number): Promise<Taken> {
  const begun = performance.now();
  const rows = ops.map((op) => ({ s: bareScope(i, perTraining), id: `z${op.t}${op.id}`, body: JSON.stringify([op.t, op.f, op.p, op.h, op.by, op.at]) }));
  const response = await send(gzipSync(JSON.stringify(rows)), '');
  const bytes = gunzipSync(Buffer.from(await response.arrayBuffer()));
  const found = JSON.parse(bytes.toString('utf8')) as unknown[];
  if (response.status !== 200 || found.length < Math.min(400, rows.length)) throw new Error(`bare: ${response.status}`);
  const ms = performance.now() - begun;
  return { push: ms, all: ms, refused: 0 };
}

async function startBare(address: string): Promise<{ readonly child: ChildProcess; readonly base: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-endpoint.ts'), address], { stdio: ['ignore', 'pipe', 'inherit'] });
  const base = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`bare endpoint: ${code}`)));
  });
  return { child, base };
}
