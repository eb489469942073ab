import { eraseSomebody } from '../erased.ts';
import type { StepGroup } from './step.ts';

/** People who ask to be forgotten. */
export const erasures: StepGroup = { chance: 0.5, kinds: { erase: [1.5, eraseSomebody] } };
