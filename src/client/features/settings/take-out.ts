import type { ListedDevice } from '../../../core/sync/history.ts';
import type { RevokeRequest } from '../../../core/sync/quarantine.ts';
import { noteDevice } from '../../store/devices-note.ts';
import type { Store } from '../../store/store.ts';
import type { Ask, Reply } from '../../sync/transport.ts';

/** Why a tablet was not taken out or let in: `devices.out_problem.<code>`. */
export type OutProblem = 'network' | 'forbidden' | 'own' | 'last' | 'gone' | 'failed';

/** Takes a device out of the project, or lets it in again, and notes what the endpoint says of it then. */
export async function setOut(store: Store, ask: Ask, device: string, on: boolean): Promise<OutProblem | undefined> {
  const link = await store.link();
  if (!link) return 'forbidden';
  const reply = await ask('/v1/revoke', JSON.stringify({ v: 1, device, on } satisfies RevokeRequest), link.token);
  if (reply.kind !== 'ok') return problemOf(reply);
  const report = reply.body as Partial<ListedDevice> | null;
  if (report?.device !== device || !Array.isArray(report.areas)) return 'failed';
  await noteDevice(store.db, report as ListedDevice);
  return undefined;
}

function problemOf(reply: Exclude<Reply, { kind: 'ok' }>): OutProblem {
  if (reply.kind === 'lost') return reply.why === 'server' ? 'failed' : 'network';
  if (reply.error === 'own' || reply.error === 'last') return reply.error;
  if (reply.status === 401 || reply.status === 403) return 'forbidden';
  return reply.status === 404 ? 'gone' : 'failed';
}
