import type { ReplicaId } from '../../core/ids.ts';
import type { ReadTx } from '../store/store.ts';

/** How the devices behind these replicas are called; replicas of no device, or of one without a name, are left out. */
export async function labelsOf(tx: ReadTx, replicas: readonly ReplicaId[]): Promise<[replica: ReplicaId, label: string][]> {
  const found: [ReplicaId, string][] = [];
  for (const replica of replicas) {
    const row = await tx.replica(replica);
    const label = row && (await tx.device(row.device))?.label;
    if (label) found.push([replica, label]);
  }
  return found;
}
