import { clockOf } from '../../../core/clock.ts';
import type { ReplicaId } from '../../../core/ids.ts';
import { useDeps } from '../../deps/deps.ts';
import { clockTime } from '../../deps/sync-pill.tsx';
import { useFormat, useT } from '../../i18n/i18n.ts';
import type { Loaded } from './load.ts';
import type { Told } from './timeline.ts';

/**
 * Who saved a value, on which tablet, and when by its clock. Where nobody noted the time, the stamp tells it.
 * @param heard the endpoint has answered: until then a stamp may also be the endpoint's own, which is no tablet
 */
export function useWho(labels: ReadonlyMap<ReplicaId, string>, { users, rights }: Pick<Loaded, 'users' | 'rights'>, heard: boolean): (told: Told) => string {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const tablet = (replica: ReplicaId): string => {
    if (rights.replicas.has(replica)) return t('devices.own');
    // Enough of the identity to tell two nameless tablets apart.
    return labels.get(replica) ?? (heard ? t('history.tablet', { code: replica.slice(0, 4) }) : '');
  };
  return ({ by, at, stamp, replica }) =>
    [users.get(by) ?? '', tablet(replica), clockTime(deps, format, at || clockOf(stamp).ms)].filter((part) => part !== '').join(' · ');
}

/** Who let a refused value go, on which tablet, and when: the endpoint's moment by this tablet's clock, as far as that is known. */
export function useDecidedBy({ users }: Pick<Loaded, 'users'>): (decided: NonNullable<Told['decided']>) => string {
  const deps = useDeps();
  const format = useFormat();
  return ({ by, tablet, at }) => [users.get(by) ?? '', tablet, clockTime(deps, format, at)].filter((part) => part !== '').join(' · ');
}
