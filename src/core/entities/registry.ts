import type { Entity } from '../schema/entity.ts';
import { attendance, registration } from './attendance.ts';
import { file } from './file.ts';
import { device, user } from './people-of-project.ts';
import { consent, person, personMerge } from './person.ts';
import { course, project } from './project.ts';
import { slot, trainer, training, trainingTrainer } from './training.ts';

/** Raised by one whenever a table or field is added. Additive only (PROTOCOL 2.13). */
export const SCHEMA = 2;

/** Every stored and synced entity, in the order in which an import of all would write them. */
export const entities = [
  project, course, training, slot, trainer, trainingTrainer,
  person, personMerge, consent, registration, attendance, user, device, file,
] as const satisfies readonly Entity[];

export type TableName = (typeof entities)[number]['name'];
export type EntityOf<T extends TableName> = Extract<(typeof entities)[number], { name: T }>;

/** A set of entities by name. Passed as an argument wherever it is used, so that a test can add one. */
export type Registry = ReadonlyMap<string, Entity>;
export const registryOf = (list: readonly Entity[]): Registry => new Map(list.map((e) => [e.name, e]));
export const registry: Registry = registryOf(entities);
