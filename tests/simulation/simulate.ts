import { run } from './run.ts';

const [from = 1, count = 100] = process.argv.slice(2).map(Number);
let failed = 0;
const total: Record<string, number> = {};
const begun = performance.now();
for (let seed = from; seed < from + count; seed++) {
  const r = await run(seed);
  for (const [k, n] of Object.entries(r.counts)) total[k] = (total[k] ?? 0) + n;
  if (!r.broken) continue;
  failed += 1;
  process.stdout.write(`seed ${seed} step ${r.at}: ${r.broken.slice(0, 700)}\n`);
  if (process.env['TRACE']) process.stdout.write(`${r.trace.join('\n')}\n`);
}
process.stdout.write(`${failed} of ${count} failed in ${((performance.now() - begun) / 1000).toFixed(1)} s ${JSON.stringify(total)}\n`);
