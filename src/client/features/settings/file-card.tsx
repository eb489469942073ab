import { useState } from 'preact/hooks';
import { parcelId, parcelText } from '../../../core/sync/parcel.ts';
import { useDeps } from '../../deps/deps.ts';
import { localNow } from '../../deps/local-time.ts';
import { canShareFile, saveFile, shareFile } from '../../device/save-file.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { pack, type Packed } from '../../sync/parcels.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ToHandOver } from './carry-queries.ts';
import { FileCode } from './file-code.tsx';

/** A name that says nothing of who or what: a day, and a mark that tells two files of a day apart. */
const nameOf = (packed: Packed, day: string): string => `tizme-${day}-${parcelId(packed.bytes)}.tizme`;

const asFile = (packed: Packed): Blob => new Blob([packed.bytes], { type: 'application/octet-stream' });
/** Browsers hand only files of known kinds to the tablet's own sheet; text is one of them. */
const asText = (packed: Packed): Blob => new Blob([parcelText(packed.bytes)], { type: 'text/plain' });

/** Whether the tablet's own sheet takes text files: asked without one, before anything is packed. */
const canShare = (): boolean => canShareFile(new Blob(['TIZME'], { type: 'text/plain' }), 'tizme.txt');

interface Done {
  readonly packed: Packed;
  readonly how: 'saved' | 'shared' | 'cancelled';
  readonly name: string;
}

/** Everything that was not sent, as one encrypted file. */
export function FileCard({ found }: { readonly found: ToHandOver }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const [done, setDone] = useState<Done>();
  const [failed, setFailed] = useState(false);
  const hand = async (share: boolean): Promise<void> => {
    setFailed(false);
    try {
      const packed = await pack(deps.store, deps);
      if (!packed) return;
      const name = nameOf(packed, localNow(deps).day);
      const how = share ? await handOn(packed, name) : saveFile(asFile(packed), name);
      setDone({ packed, how, name });
    } catch {
      setFailed(true);
    }
  };
  return (
    <section class="card stack" aria-labelledby="file-title">
      <h2 id="file-title">{t('carry.file_title')}</h2>
      <p>{t('carry.file_text', { n: format.number(found.count) })}</p>
      <p>{t(found.isLocked ? 'carry.file_locked' : 'carry.file_code')}</p>
      <div class="actions">
        {canShare() && (
          <Button kind="primary" icon="share" onClick={() => void hand(true)}>
            {t('carry.share')}
          </Button>
        )}
        <Button kind={canShare() ? 'secondary' : 'primary'} icon="download" onClick={() => void hand(false)}>
          {t('carry.save')}
        </Button>
      </div>
      <div role="status" class="stack">
        {failed && <Notice tone="danger">{t('carry.failed')}</Notice>}
        {done !== undefined && done.how !== 'cancelled' && (
          <>
            <Notice tone="ok">{done.how === 'shared' ? t('carry.shared') : t('carry.saved', { name: done.name })}</Notice>
            {done.packed.code !== undefined && <FileCode code={done.packed.code} />}
          </>
        )}
      </div>
    </section>
  );
}

/** As it is where the sheet takes it, else as text. */
function handOn(packed: Packed, name: string): Promise<Done['how']> {
  const file = asFile(packed);
  return canShareFile(file, name) ? shareFile(file, name) : shareFile(asText(packed), `${name}.txt`);
}
