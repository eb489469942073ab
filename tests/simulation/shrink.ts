import type { Step } from './plan.ts';
import { run, type Report } from './run.ts';
import type { Variant } from './variant.ts';

/** The invariant in a message: what a shorter run must break as well. */
const kindOf = (broken: string): string => broken.split(' ')[0] ?? '';

/**
 * Leaves steps out as long as the same invariant still breaks: halves first, then quarters, down to single steps.
 * @param tries most runs it may take
 */
export async function shrink(seed: number, variant: Variant, steps: readonly Step[], broken: string, tries = 150): Promise<{ steps: readonly Step[]; report: Report | undefined }> {
  let best = steps;
  let report: Report | undefined;
  let left = tries;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.length && left > 0; ) {
      left -= 1;
      const fewer = [...best.slice(0, from), ...best.slice(from + size)];
      const tried = await run(seed, variant, fewer);
      const same = tried.broken !== undefined && kindOf(tried.broken) === kindOf(broken);
      if (same) [best, report] = [fewer, tried];
      else from += size;
    }
  }
  return { steps: best, report };
}

/** What a person needs to see it again: seed, step, what broke, and the shortest trace found. */
export async function explain(seed: number, variant: Variant, steps: readonly Step[], failed: Report): Promise<string> {
  const broken = failed.broken ?? '';
  const short = await shrink(seed, variant, steps, broken);
  const { trace, broken: still } = short.report ?? failed;
  return [
    `seed ${seed}, step ${failed.at}: ${broken}`,
    `with ${short.steps.length} of ${steps.length} steps: ${still ?? ''}`,
    ...trace,
    `steps ${JSON.stringify(short.steps.map(({ kind, r }) => [kind, r]))}`,
  ].join('\n');
}
