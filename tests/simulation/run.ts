import { act } from './actions.ts';
import { check, quiet } from './check.ts';
import { planOf, type Step } from './plan.ts';
import { WHOLE, type Variant } from './variant.ts';
import { Broken, World } from './world.ts';

export const STEPS = 80;

export interface Report {
  /** What broke, or undefined. */
  readonly broken: string | undefined;
  /** The step in which it broke, or the number of steps when it showed at the end. */
  readonly at: number;
  readonly trace: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** One run of a seed, or of the given steps of it. */
export async function run(seed: number, variant: Variant = WHOLE, steps: readonly Step[] = planOf(seed, STEPS)): Promise<Report> {
  const w = new World(seed, variant);
  const trace: string[] = [];
  let at = 0;
  let broken: string | undefined;
  try {
    await w.begin();
    for (const step of steps) {
      trace.push(`${at} ${step.kind}: ${await act(w, step)}`);
      at += 1;
    }
    const rounds = await quiet(w);
    trace.push(`quiet after ${rounds} rounds`);
    await check(w);
  } catch (e) {
    broken = e instanceof Broken ? e.message : `crash ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`;
  } finally {
    for (const t of w.tablets) t.closeAll();
  }
  return { broken, at, trace, counts: countsOf(w, steps) };
}

function countsOf(w: World, steps: readonly Step[]): Record<string, number> {
  const counts: Record<string, number> = { steps: steps.length, edits: w.ledger.edits.size, restores: w.restores };
  for (const { kind } of steps) counts[`step ${kind}`] = (counts[`step ${kind}`] ?? 0) + 1;
  for (const [k, n] of Object.entries(w.line.counts)) counts[`line ${k}`] = n;
  for (const [k, n] of Object.entries(w.line.refusals)) counts[`refused ${k}`] = n;
  counts['became another'] = w.tablets.reduce((sum, t) => sum + t.changes, 0);
  counts['flips'] = w.flips;
  counts['destroyed'] = [...w.ledger.edits.values()].filter((e) => e.destroyed).length;
  return counts;
}
