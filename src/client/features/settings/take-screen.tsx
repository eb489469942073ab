import { useEffect, useState } from 'preact/hooks';
import { MAX_PARCEL, type Bytes } from '../../../core/sync/parcel.ts';
import { useDeps } from '../../deps/deps.ts';
import { Page } from '../../deps/page.tsx';
import { holdUpdates } from '../../device/updates.ts';
import { useFormat, useT } from '../../i18n/i18n.ts';
import { accept, open, type Opened, type OpenFault } from '../../sync/parcels.ts';
import { Button } from '../../ui/button.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { CameraCard } from './camera-card.tsx';
import { CodeForm } from './code-form.tsx';
import { ParcelPreview } from './parcel-preview.tsx';
import './carry.css';

type State =
  | { readonly at: 'choose'; readonly fault?: Exclude<OpenFault, 'needs_code'> | 'not_read' }
  | { readonly at: 'opening' }
  | { readonly at: 'code'; readonly file: Bytes; readonly wrong: boolean }
  | { readonly at: 'preview'; readonly opened: Opened; readonly failed?: boolean }
  | { readonly at: 'done'; readonly fresh: number };

/** Takes in what another tablet could not send: from a file, or from its screen (SPEC 2.16). */
export function TakeScreen() {
  const t = useT();
  const deps = useDeps();
  const [state, setState] = useState<State>({ at: 'choose' });
  const busy = state.at !== 'choose' && state.at !== 'done';
  useEffect(() => (busy ? holdUpdates() : undefined), [busy]);

  const openIt = async (file: Bytes, code?: string): Promise<void> => {
    setState({ at: 'opening' });
    try {
      const opened = await open(deps.store, deps, file, code);
      if (opened.ok) setState({ at: 'preview', opened: opened.value });
      else if (opened.error === 'needs_code' || opened.error === 'wrong_code') setState({ at: 'code', file, wrong: opened.error === 'wrong_code' });
      else setState({ at: 'choose', fault: opened.error });
    } catch {
      setState({ at: 'choose', fault: 'not_read' });
    }
  };
  const choose = async (file: File): Promise<void> => {
    // Looked at before it is read: people also choose films.
    if (file.size > MAX_PARCEL) return setState({ at: 'choose', fault: 'too_big' });
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes) await openIt(new Uint8Array(bytes));
    else setState({ at: 'choose', fault: 'not_read' });
  };
  const take = async (opened: Opened): Promise<void> => {
    try {
      setState({ at: 'done', fresh: (await accept(deps.store, opened)).fresh });
      void deps.schedule.now();
    } catch {
      setState({ at: 'preview', opened, failed: true });
    }
  };
  const again = (): void => setState({ at: 'choose' });
  return (
    <Page title={t('carry.take')} back="/sync">
      <div class="stack settings-screen">
        {state.at === 'choose' && <Choose fault={state.fault} onFile={(file) => void choose(file)} onBytes={(bytes) => void openIt(bytes)} />}
        {state.at === 'opening' && <Progress label={t('carry.opening')} />}
        {state.at === 'code' && <CodeForm wrong={state.wrong} onCode={(code) => void openIt(state.file, code)} onCancel={again} />}
        {state.at === 'preview' && <ParcelPreview opened={state.opened} failed={state.failed === true} onAccept={() => void take(state.opened)} onReject={again} />}
        {state.at === 'done' && <Done fresh={state.fresh} onAgain={again} />}
      </div>
    </Page>
  );
}

interface ChooseProps {
  readonly fault: (State & { at: 'choose' })['fault'];
  readonly onFile: (file: File) => void;
  readonly onBytes: (bytes: Bytes) => void;
}

function Choose({ fault, onFile, onBytes }: ChooseProps) {
  const t = useT();
  const [camera, setCamera] = useState(false);
  return (
    <>
      <p>{t('carry.take_text')}</p>
      {fault !== undefined && (
        <Notice tone="danger" alert>
          {t(`carry.fault.${fault}`)}
        </Notice>
      )}
      {/* Any kind of file: Android knows none of ours, and would show nothing to choose from. */}
      {!camera && <FileDrop label={t('carry.take_file')} hint={t('carry.take_file_hint')} accept="" onFile={onFile} />}
      <CameraCard isOn={camera} onOn={setCamera} onBytes={onBytes} />
    </>
  );
}

function Done({ fresh, onAgain }: { readonly fresh: number; readonly onAgain: () => void }) {
  const t = useT();
  const format = useFormat();
  return (
    <>
      <div role="status">
        <Notice tone="ok" title={fresh === 0 ? t('carry.accepted_none') : t('carry.accepted', { n: format.number(fresh) })}>
          {fresh > 0 && t('carry.accepted_note')}
        </Notice>
      </div>
      <div class="actions">
        <Button kind="primary" href="/sync">
          {t('carry.to_sync')}
        </Button>
        <Button icon="plus" onClick={onAgain}>
          {t('carry.another')}
        </Button>
      </div>
    </>
  );
}
