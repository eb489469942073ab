/**
 * A thousand devices return in the same minute: `node tests/bench/load.bench.ts [devices] [rounds] [seconds]`
 * (1,000, 3, 60 unless told). Each brings 40 records and finds 400. The endpoint runs as real processes on loopback,
 * on SQLite and on PostgreSQL (one and two processes); beside it in the same run, in turn with it, a bare endpoint that
 * upserts the same records (bare-endpoint.ts). Tablets are driven from this process, on the same processors: it takes
 * about as much of them as an endpoint does. First all knock at once, which says how much goes through; then they come
 * within a minute, which is what a tablet feels. Afterwards every tablet is held against the endpoint, row by row.
 * A busy endpoint may ask a tablet to come again (503): those are counted beside. Ends with status 1 for any error, or
 * any tablet that is not as it must be.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '../../src/core/result.ts';
import { obtainPostgres, postgresAdvice } from '../../src/house/postgres.ts';
import { copiesIn, fillBare, takeToPostgres, type Copies } from './load/databases.ts';
import { median, percentile } from './load/drive.ts';
import { prepare, type Prepared, type Shape } from './load/prepare.ts';
import { runBare, runOurs, type Result, type Side } from './load/sides.ts';

const [devices = 1_000, rounds = 3, seconds = 60] = process.argv.slice(2).map(Number);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const server = await obtainPostgres(print);
if (!server) throw new Error(postgresAdvice);
const folder = mkdtempSync(join(tmpdir(), 'tizme-load-'));
try {
  await bench(server.address);
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function bench(address: string): Promise<void> {
  const size = { devices, perTraining: 4, push: 40, pull: 400 };
  const begun = performance.now();
  const prepared = new Map<Shape, Prepared>();
  for (const shape of ['apart', 'shared'] as const) {
    prepared.set(shape, await prepare(join(folder, `${shape}.db`), size, shape));
    await takeToPostgres(folder, shape, address);
  }
  await fillBare(folder, must(prepared.get('apart'), 'prepared'), address);
  const copies = copiesIn(folder, address);
  print(`${devices} devices, each ${size.push} records up and ${size.pull} down, ${size.perTraining} on each training's list; made in ${Math.round((performance.now() - begun) / 1000)} s.`);
  print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? '?'}, load ${loadavg()[0]?.toFixed(1)} before; driver, endpoint and database share them.`);
  await table('All at once, each into its own training', sides(copies, prepared, 'apart'), 0, rounds);
  await table('All at once, one record of each into the project, which all read', sides(copies, prepared, 'shared'), 0, rounds);
  await table(`Within ${seconds} s, one record of each into the project`, sides(copies, prepared, 'shared'), seconds * 1000, 1);
}

interface Runner {
  readonly name: string;
  /** Whose figures these are held against: a place in the list. */
  readonly bare: number;
  run(within: number): Promise<Result>;
}

function sides(copies: Copies, prepared: ReadonlyMap<Shape, Prepared>, shape: Shape): readonly Runner[] {
  const all = must(prepared.get(shape), 'prepared');
  const ours = (name: string, kind: 'sqlite' | 'postgres', processes: number, bare: number): Runner => {
    const side: Side = { name, processes, fresh: () => copies[kind](shape) };
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    return { name, bare, run: (within) => runOurs(side, all, data, within) };
  };
  const bare = (name: string, kind: 'sqlite' | 'postgres', processes: number, at: number): Runner => {
    const side: Side = { name, processes, fresh: () => copies[kind]('bare') };
    return { name, bare: at, run: (within) => runBare(side, all, within) };
  };
  return [
    bare('bare, SQLite', 'sqlite', 1, 0), ours('ours, SQLite', 'sqlite', 1, 0),
    bare('bare, PostgreSQL, 1 process', 'postgres', 1, 2), ours('ours, PostgreSQL, 1 process', 'postgres', 1, 2),
    bare('bare, PostgreSQL, 2 processes', 'postgres', 2, 4), ours('ours, PostgreSQL, 2 processes', 'postgres', 2, 4),
  ];
}

interface Figures {
  readonly rate: number;
  readonly sync: readonly number[];
  readonly push: readonly number[];
  readonly processor: number;
  /** Answers that said "come again later". */
  readonly again: number;
  readonly bad: number;
}

function figuresOf(results: readonly Result[]): Figures {
  const parts = [0.5, 0.95, 0.99];
  const each = (values: (r: Result) => readonly number[]): number[] => parts.map((p) => median(results.map((r) => percentile(values(r), p))));
  return {
    rate: median(results.map((r) => r.taken.length / (r.span / 1000))),
    sync: each((r) => r.taken.map((t) => t.all)),
    push: each((r) => r.taken.map((t) => t.push)),
    processor: median(results.map((r) => r.processor ?? Number.NaN)),
    again: results.reduce((n, r) => n + r.taken.reduce((m, t) => m + t.refused, 0), 0),
    bad: results.reduce((n, r) => n + r.errors.length + r.faults.length, 0),
  };
}

/** Runs all sides in turn, so that whatever else the machine does falls on all of them; prints the median of the rounds. */
async function table(title: string, runners: readonly Runner[], within: number, times: number): Promise<void> {
  const results = runners.map((): Result[] => []);
  for (let round = 0; round < times; round++) {
    for (const [i, runner] of runners.entries()) {
      const result = await runner.run(within);
      results[i]?.push(result);
      for (const line of [...result.errors, ...result.faults].slice(0, 3)) print(`  ${runner.name}: ${line}`);
    }
  }
  const figures = results.map(figuresOf);
  const cells = (x: readonly string[]): string => x.map((text, i) => (i === 0 ? text.padEnd(31) : text.padStart(i < 7 ? 7 : 9))).join('');
  print(`\n${title} (${times === 1 ? 'one run' : `median of ${times} runs in turn`}; load ${loadavg()[0]?.toFixed(1)} after)`);
  print(cells(['', 'sync', 'ms', '', 'push', 'ms', '', 'pushes', 'of bare', 'CPU ms', '503', 'errors']));
  print(cells(['', 'p50', 'p95', 'p99', 'p50', 'p95', 'p99', '/s', '', '/device', '', '']));
  for (const [i, f] of figures.entries()) {
    const base = must(figures[must(runners[i], 'runner').bare], 'bare');
    const times3 = [...f.sync, ...f.push].map((ms) => ms.toFixed(0));
    print(cells([must(runners[i], 'runner').name, ...times3, f.rate.toFixed(0), `${Math.round((100 * f.rate) / base.rate)} %`, f.processor.toFixed(1), String(f.again), String(f.bad)]));
    if (f.bad > 0) process.exitCode = 1;
  }
}
