import { firstPostgres } from './0001-first-postgres.ts';
import { first } from './0001-first.ts';
import { statePostgres } from './0002-state-postgres.ts';
import { state } from './0002-state.ts';
import { erasePostgres } from './0003-erase-postgres.ts';
import { erase } from './0003-erase.ts';
import { accessPostgres } from './0004-access-postgres.ts';
import { access } from './0004-access.ts';
import { filesPostgres } from './0005-files-postgres.ts';
import { files } from './0005-files.ts';

/**
 * Steps in order; a step once released never changes. The number of a step is its place in the list, from 1.
 * A database that holds a higher number than the list knows was written by a later version and is left alone.
 * Each step is written for both databases: the contract suite holds their tables and columns against each other.
 */
interface Step {
  readonly sqlite: string;
  /** May run again after it was cut off half way: not every engine undoes a change of tables. */
  readonly postgres: string;
}

const steps: readonly Step[] = [
  { sqlite: first, postgres: firstPostgres },
  { sqlite: state, postgres: statePostgres },
  { sqlite: erase, postgres: erasePostgres },
  { sqlite: access, postgres: accessPostgres },
  { sqlite: files, postgres: filesPostgres },
];

export const migrations: readonly string[] = steps.map((s) => s.sqlite);
export const postgresMigrations: readonly string[] = steps.map((s) => s.postgres);
