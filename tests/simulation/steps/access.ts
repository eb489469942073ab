import { decideOne, revoke } from '../access.ts';
import type { StepGroup } from './step.ts';

/** Tablets taken out and let in again; what was refused is tried again or let go. */
export const access: StepGroup = { chance: 0.4, kinds: { revoke: [3, revoke], decide: [3.5, decideOne] } };
