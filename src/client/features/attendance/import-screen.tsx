import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmSheet } from '../../ui/confirm-sheet.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import './attendance.css';
import { ImportColumns } from './import-columns.tsx';
import { accepted } from './import-plan.ts';
import { ImportRows } from './import-rows.tsx';
import { useImport, type ImportState } from './use-import.ts';
import { useRollCall, type RollCall } from './use-roll-call.ts';

/** A list from Excel, a file or the clipboard becomes people on the list, after someone has looked at every row. */
export function ImportScreen(): preact.JSX.Element {
  const id = useRoute().params['id'] ?? '';
  const t = useT();
  const lang = useLang();
  const roll = useRollCall(id);
  const place = roll?.units && roll.training.unit ? roll.units.name(roll.training.unit, lang) : undefined;
  return (
    <Page title={t('import_screen.title')} subtitle={place} back={`/trainings/${id}`}>
      {roll === undefined && <p role="status">{t('ui.loading')}</p>}
      {roll === null && <Empty text={t('attendance.no_training')} />}
      {roll && <ImportBody key={id} roll={roll} />}
    </Page>
  );
}

function ImportBody({ roll }: { readonly roll: RollCall }): preact.JSX.Element {
  const t = useT();
  const state = useImport(roll);
  if (roll.closed && roll.closed !== 'no_days') return <Notice tone="warn">{t(`attendance.closed_${roll.closed}` as MessageKey)}</Notice>;
  if (state.done) return <Done state={state} training={roll.training.id} />;
  return (
    <div class="stack">
      {state.fault && (
        <Notice tone="danger" title={t('import_screen.not_read')} alert>
          {t(`import.fault_${state.fault}` as MessageKey)}
        </Notice>
      )}
      {state.grid === undefined ? <Choose state={state} /> : <Preview state={state} roll={roll} />}
    </div>
  );
}

function Choose({ state }: { readonly state: ImportState }): preact.JSX.Element {
  const t = useT();
  return (
    <>
      <FileDrop
        label={t('import_screen.choose')}
        hint={t('import_screen.choose_hint')}
        accept=".xlsx,.csv,.tsv,.txt"
        busy={state.busy}
        onFile={(file) => void state.takeFile(file)}
        onText={state.takeText}
      />
      <p class="muted">{t('import_screen.nothing_yet')}</p>
    </>
  );
}

function Preview({ state, roll }: { readonly state: ImportState; readonly roll: RollCall }): preact.JSX.Element {
  const t = useT();
  const grid = state.grid;
  if (!grid) return <></>;
  return (
    <>
      {grid.notes.map((note) => (
        <Notice key={note}>{t(`import.note_${note}` as MessageKey)}</Notice>
      ))}
      {grid.sheets && grid.sheets.length > 1 && (
        <Select
          label={t('import_screen.sheet')}
          value={grid.sheet ?? ''}
          onValue={state.chooseSheet}
          options={grid.sheets.map((name) => ({ value: name, label: name }))}
          empty={false}
        />
      )}
      <ImportColumns state={state} />
      {state.progress < 1 ? <Progress label={t('import_screen.looking')} value={state.progress} /> : <ImportRows state={state} roll={roll} />}
      <Accept state={state} />
    </>
  );
}

/** The last step, always in sight: what will be written, and nothing else. */
function Accept({ state }: { readonly state: ImportState }): preact.JSX.Element {
  const t = useT();
  const [leaving, setLeaving] = useState(false);
  const count = accepted(state.rows);
  return (
    <div class="import-foot">
      {state.failed && (
        <Notice tone="danger" title={t('fault.not_saved')} alert>
          {t('fault.not_saved_text')}
        </Notice>
      )}
      {state.writing && <Busy label={t('import_screen.writing')} />}
      <div class="actions">
        <Button kind="primary" size="big" icon="check" busy={state.busy} disabled={state.progress < 1 || count === 0} onClick={() => void state.accept()}>
          {t('import_screen.accept', { count })}
        </Button>
        <Button size="big" disabled={state.busy} onClick={() => setLeaving(true)}>
          {t('import_screen.other')}
        </Button>
      </div>
      <ConfirmSheet
        open={leaving}
        title={t('import_screen.other_title')}
        text={t('import_screen.other_text')}
        confirm={t('import_screen.other')}
        onConfirm={() => {
          setLeaving(false);
          state.startOver();
        }}
        onClose={() => setLeaving(false)}
      />
    </div>
  );
}

/** Thousands of rows in one save take seconds, and nothing moves meanwhile: the words stand there before it begins. */
function Busy({ label }: { readonly label: string }): preact.JSX.Element {
  return (
    <div role="status">
      <Progress label={label} />
    </div>
  );
}

function Done({ state, training }: { readonly state: ImportState; readonly training: string }): preact.JSX.Element {
  const t = useT();
  const { route } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="stack">
      {state.failed && (
        <Notice tone="danger" title={t('fault.not_saved')} alert>
          {t('fault.not_saved_text')}
        </Notice>
      )}
      <h2 ref={heading} tabIndex={-1}>
        {t('import_screen.done', { count: state.done?.people ?? 0 })}
      </h2>
      {state.writing ? <Busy label={t('import_screen.undoing')} /> : <p>{t('import_screen.done_text')}</p>}
      <div class="actions">
        <Button kind="primary" size="big" icon="list-checks" onClick={() => route(`/trainings/${training}/register`)}>
          {t('import_screen.to_list')}
        </Button>
        <Button size="big" icon="undo" busy={state.busy} onClick={() => void state.undo()}>
          {t('import_screen.undo')}
        </Button>
      </div>
    </div>
  );
}
