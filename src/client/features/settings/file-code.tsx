import { useT } from '../../i18n/i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import './carry.css';

/** The digits that open a parcel of a tablet of no project, in groups that can be read out. */
export function FileCode({ code }: { readonly code: string }) {
  const t = useT();
  return (
    <Notice tone="info" title={t('carry.code_title')}>
      <p class="carry-code">{(code.match(/.{4}/g) ?? []).join(' ')}</p>
      <p>{t('carry.code_note')}</p>
    </Notice>
  );
}
