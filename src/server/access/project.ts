import { newReplicaId, type ReplicaId } from '../../core/ids.ts';
import { must } from '../../core/result.ts';
import type { ReadTx, WriteTx } from '../store/store.ts';
import { secret, type Random } from './secrets.ts';

/** What this database is: drawn once, when it is made. */
export interface Project {
  /** Tells one life of the database from another; a restore changes it. */
  readonly epoch: string;
  /** The endpoint's own replica: stands in the stamps that the endpoint issues. */
  readonly replica: ReplicaId;
}

/** Makes the project of an empty database; leaves one that is there alone. */
export async function ensureProject(tx: WriteTx, random: Random): Promise<Project> {
  if ((await tx.meta('epoch')) === undefined) {
    await tx.putMeta('epoch', secret(random, 10));
    await tx.putMeta('replica', newReplicaId(random(10)));
  }
  return projectOf(tx);
}

/** Throws when the database has none: `ensureProject` runs before anything else. */
export async function projectOf(tx: ReadTx): Promise<Project> {
  return { epoch: must(await tx.meta('epoch'), 'epoch'), replica: must(await tx.meta('replica'), 'replica') as ReplicaId };
}
