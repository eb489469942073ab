import { flip } from '../flips.ts';
import type { StepGroup } from './step.ts';

/** Cells that change on a tablet's disk, behind everybody's back. */
export const disks: StepGroup = { chance: 0.2, kinds: { flip: [2.5, flip] } };
