import { KNOCK_OUTS } from './knock-outs.ts';
import { planOf } from './plan.ts';
import { runAll } from './pool.ts';
import { run, STEPS } from './run.ts';
import { explain } from './shrink.ts';
import { WHOLE } from './variant.ts';

/**
 * `npm run simulate -- [first seed] [how many]`: many seeds of the whole protocol, on all cores.
 * `npm run simulate -- knock-outs [how many] [first seed] [word of one]`: how many of the seeds fail with each mechanism taken out.
 */
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function whole(from: number, count: number): Promise<number> {
  const total: Record<string, number> = {};
  const failed: number[] = [];
  const begun = performance.now();
  await runAll(Array.from({ length: count }, (_, i) => ({ seed: from + i })), ({ seed, broken, counts }) => {
    for (const [name, n] of Object.entries(counts)) total[name] = (total[name] ?? 0) + n;
    if (broken === undefined) return;
    failed.push(seed);
    say(`seed ${seed}: ${broken.slice(0, 300)}`);
  });
  for (const [name, n] of Object.entries(total).toSorted()) say(`${name.padEnd(28)} ${n}`);
  say(`${failed.length} of ${count} seeds failed in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  // The shortest trace of a few: each takes as long as a hundred seeds.
  for (const seed of failed.toSorted((a, b) => a - b).slice(0, 3)) say(await explain(seed, WHOLE, planOf(seed, STEPS), await run(seed)));
  return failed.length;
}

async function knockOuts(count: number, from: number, word: string): Promise<void> {
  const chosen = [...KNOCK_OUTS.entries()].filter(([, k]) => k.what.includes(word));
  const jobs = chosen.flatMap(([without]) => Array.from({ length: count }, (_, i) => ({ seed: from + i, without })));
  const seen = new Map(chosen.map(([i]) => [i, { failed: 0, kinds: new Map<string, number>() }]));
  await runAll(jobs, ({ without = -1, broken }) => {
    const tally = seen.get(without);
    if (broken === undefined || !tally) return;
    const kind = broken.split(' ')[0] ?? '';
    tally.failed += 1;
    tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
  });
  say('| mechanism taken out | seeds failing here | in the study | which |');
  say('| --- | --- | --- | --- |');
  for (const [i, { what, study }] of chosen) {
    const { failed = 0, kinds = new Map<string, number>() } = seen.get(i) ?? {};
    const wanted = study === undefined ? '' : `${study[0]}/${study[1]}`;
    const low = study !== undefined && failed / count < study[0] / study[1] ? ' LOW' : '';
    say(`| ${what} | ${failed}/${count}${low} | ${wanted} | ${[...kinds].toSorted().map(([k, n]) => `${k} ${n}`).join(', ')} |`);
  }
}

const [first = '', second, third, fourth] = process.argv.slice(2);
if (first === 'knock-outs') await knockOuts(Number(second ?? 60), Number(third ?? 1), fourth ?? '');
else process.exitCode = (await whole(Number(first || 1), Number(second ?? 300))) > 0 ? 1 : 0;
