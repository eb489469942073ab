import { first } from './0001-first.ts';

/**
 * Steps in order; a step once released never changes. The number of a step is its place in the list, from 1.
 * A file that holds a higher number than the list knows was written by a later version and is left alone.
 */
export const migrations: readonly string[] = [first];
