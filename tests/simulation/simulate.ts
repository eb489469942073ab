import { planOf } from './plan.ts';
import { run, STEPS } from './run.ts';
import { explain } from './shrink.ts';
import { WHOLE } from './variant.ts';

/** `npm run simulate -- [first seed] [how many]`: many seeds, one after another; several can run beside each other. */
const [from = 1, count = 300] = process.argv.slice(2).map(Number);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

let failed = 0;
const total: Record<string, number> = {};
const begun = performance.now();
for (let seed = from; seed < from + count; seed++) {
  const report = await run(seed);
  for (const [name, n] of Object.entries(report.counts)) total[name] = (total[name] ?? 0) + n;
  if (report.broken === undefined) continue;
  failed += 1;
  say(await explain(seed, WHOLE, planOf(seed, STEPS), report));
}
say(`${failed} of ${count} seeds failed in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
for (const [name, n] of Object.entries(total).toSorted()) say(`${name.padEnd(20)} ${n}`);
process.exitCode = failed > 0 ? 1 : 0;
