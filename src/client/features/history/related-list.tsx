import { historyAddress } from '../../deps/history-address.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { ListRow } from '../../ui/list-row.tsx';
import type { Related } from './load.ts';

/** Records that people look for beside this one, each with a history of its own. */
export function RelatedList({ related, training }: { readonly related: readonly Related[]; readonly training: string | undefined }): preact.JSX.Element | null {
  const t = useT();
  const format = useFormat();
  if (related.length === 0) return null;
  const title = (one: Related): string => {
    if (one.what === 'mark') return `${t('totals_screen.mark')} · ${format.day(one.day ?? '')}`;
    return t(one.what === 'person' ? 'history.of_person' : 'history.of_registration');
  };
  return (
    <section class="stack" aria-labelledby="history-related">
      <h2 id="history-related">{t('history.related')}</h2>
      <ul class="list">
        {related.map((one) => (
          <ListRow key={one.id} title={title(one)} href={historyAddress(one, training)} />
        ))}
      </ul>
    </section>
  );
}
