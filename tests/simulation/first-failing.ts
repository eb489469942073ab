import { run } from './run.ts';

/** Runs seeds one after another until one fails, and says which; ends well when none does. */
const [most = 40] = process.argv.slice(2).map(Number);
for (let seed = 1; seed <= most; seed++) {
  const { broken } = await run(seed);
  if (broken === undefined) continue;
  process.stdout.write(`seed ${seed}: ${broken}\n`);
  process.exit(1);
}
