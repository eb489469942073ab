import { trainingWords } from '../../deps/record-facts.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { ListRow } from '../../ui/list-row.tsx';
import type { Outbox, WaitingGroup } from './queries.ts';
import { kindWord } from './words.ts';

/** What waits, training by training, with counts by kind: no names, so that it may be shown to anyone. `plain`: without ways to the trainings. */
export function WaitingList({ outbox, plain = false }: { readonly outbox: Pick<Outbox, 'groups' | 'count'>; readonly plain?: boolean }) {
  const t = useT();
  const format = useFormat();
  const lang = useLang();
  const units = useUnits();
  const title = (group: WaitingGroup): string =>
    group.training === undefined ? t('sync.no_training') : trainingWords({ t, format, lang, units }, group.facts);
  if (outbox.count === 0) return <p>{t('sync.waiting_none')}</p>;
  return (
    <ul class="list">
      {outbox.groups.map((group) => (
        <ListRow
          key={group.training ?? ''}
          title={title(group)}
          tags={[format.number(group.count)]}
          note={group.kinds.map(({ kind, count }) => t('sync.kind_n', { kind: kindWord(t, kind), n: count })).join(' · ')}
          href={plain || group.facts === undefined ? undefined : `/trainings/${group.facts.id}`}
        />
      ))}
    </ul>
  );
}
