import { useEffect, useState } from 'preact/hooks';
import { MAX_PIECES, pieceCount } from '../../../core/sync/frames.ts';
import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { trainingWords } from '../../deps/record-facts.ts';
import { useLive } from '../../deps/use-live.ts';
import { useUnits } from '../../deps/use-units.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { pack, type Packed } from '../../sync/parcels.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import { Notice } from '../../ui/notice.tsx';
import { readToHandOver, type ToHandOver } from './carry-queries.ts';
import { FileCard } from './file-card.tsx';
import { FileCode } from './file-code.tsx';
import { PictureShow } from './picture-show.tsx';
import './carry.css';

/** Hands what was not sent to another tablet: everything as a file, one training as pictures (SPEC 2.16). */
export function SendScreen() {
  const t = useT();
  const { store } = useDeps();
  const found = useLive(() => readToHandOver(store), [store]);
  const [shown, setShown] = useState<Packed>();
  return (
    <Page title={t('carry.send')} back="/sync">
      {shown !== undefined ? (
        <Pictures packed={shown} onDone={() => setShown(undefined)} />
      ) : (
        found && (
          <div class="stack settings-screen">
            {found.count === 0 ? (
              <Empty text={t('carry.nothing')} action={<Button href="/sync">{t('carry.to_sync')}</Button>} />
            ) : (
              <>
                <FileCard found={found} />
                <PicturesCard found={found} onShow={setShown} />
                <p>{t('carry.kept')}</p>
              </>
            )}
          </div>
        )
      )}
    </Page>
  );
}

/** Pictures on the screen: an update must not take them away. */
function Pictures({ packed, onDone }: { readonly packed: Packed; readonly onDone: () => void }) {
  useEffect(() => holdUpdates(), []);
  return (
    <div class="stack settings-screen">
      {packed.code !== undefined && <FileCode code={packed.code} />}
      <PictureShow bytes={packed.bytes} onDone={onDone} />
    </div>
  );
}

function PicturesCard({ found, onShow }: { readonly found: ToHandOver; readonly onShow: (packed: Packed) => void }) {
  const t = useT();
  const deps = useDeps();
  const format = useFormat();
  const lang = useLang();
  const units = useUnits();
  const [problem, setProblem] = useState<'failed' | 'too_much'>();
  const show = async (training: string): Promise<void> => {
    setProblem(undefined);
    const packed = await pack(deps.store, deps, training).catch(() => undefined);
    if (!packed) setProblem('failed');
    else if (pieceCount(packed.bytes.length) > MAX_PIECES) setProblem('too_much');
    else onShow(packed);
  };
  return (
    <section class="card stack" aria-labelledby="pictures-title">
      <h2 id="pictures-title">{t('carry.pictures_title')}</h2>
      <p>{t('carry.pictures_text')}</p>
      {problem !== undefined && (
        <Notice tone="danger" alert>
          {t(`carry.${problem}`)}
        </Notice>
      )}
      {found.trainings.length === 0 ? (
        <p class="muted">{t('carry.pictures_none')}</p>
      ) : (
        <ul class="list">
          {found.trainings.map((group) => {
            const title = trainingWords({ t, format, lang, units }, group.facts);
            return (
              <ListRow
                key={group.training}
                title={title}
                tags={[format.number(group.count)]}
                actions={
                  <Button icon="qr-code" label={`${t('carry.show')}: ${title}`} onClick={() => void show(group.training)}>
                    {t('carry.show')}
                  </Button>
                }
              />
            );
          })}
        </ul>
      )}
    </section>
  );
}
