import { useMemo, useState } from 'preact/hooks';
import type { Table } from '../../../core/export/exporter.ts';
import { formats, type FormatId } from '../../../core/export/registry.ts';
import { useDeps } from '../../deps/deps.ts';
import { useFormat, useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Select } from '../../ui/select.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { CheckTiles } from '../../ui/tiles.tsx';
import { ExportPreview } from './export-preview.tsx';
import type { ExportRequest } from './make-file.ts';
import { useNames, useSaving, useSheets } from './use-export.ts';
import type { ReadyTotals } from './use-totals.ts';
import { filterWords } from './words.ts';

const SAVE: Readonly<Record<FormatId, MessageKey>> = { xlsx: 'totals_screen.save_xlsx', csv: 'totals_screen.save_csv' };

interface ExportSheetProps {
  readonly ready: ReadyTotals;
  readonly onClose: () => void;
}

/**
 * From totals to a file in two taps: this sheet, then the format. Personal data stay out unless someone asks;
 * the first rows show beforehand what the file will hold.
 */
export function ExportSheet({ ready, onClose }: ExportSheetProps) {
  const t = useT();
  const lang = useLang();
  const deps = useDeps();
  const [people, setPeople] = useState(false);
  const [only, setOnly] = useState('');
  const request = useMemo<ExportRequest>(() => ({ ready, deps, t, lang, people }), [ready, deps, t, lang, people]);
  const sheets = useSheets(request);
  const { busy, failed, save } = useSaving(request, onClose);
  const tables = Array.isArray(sheets) ? sheets.filter((_, n) => only === '' || String(n) === only) : undefined;
  const buttons = formats.map((one, n) => (
    <Button
      key={one.id}
      kind={n === 0 ? 'primary' : 'secondary'}
      icon="download"
      busy={busy === one.id}
      disabled={!tables}
      onClick={() => void save(one, tables ?? [])}
    >
      {t(SAVE[one.id])}
    </Button>
  ));
  return (
    <Sheet open title={t('export.title')} onClose={onClose} keepOpen footer={buttons}>
      <div class="stack">
        {(failed || sheets === 'failed') && (
          <Notice tone="danger" alert>
            {t('export.failed')}
          </Notice>
        )}
        {busy !== undefined && <Progress label={t('export.making')} />}
        {sheets === undefined && <Progress label={t('ui.loading')} />}
        <Chosen ready={ready} />
        <div class="totals-people">
          <CheckTiles
            label={t('export.personal')}
            labelHidden
            options={[{ value: 'people', label: t('export.personal'), note: t('export.personal_hint'), icon: 'users' }]}
            values={people ? ['people'] : []}
            onValues={(values) => setPeople(values.length > 0)}
          />
        </div>
        {people && <Notice tone="warn">{t('totals_screen.export_with_people')}</Notice>}
        {Array.isArray(sheets) && <SheetChoice sheets={sheets} only={only} onOnly={setOnly} />}
        {tables?.[0] && <ExportPreview table={tables[0]} />}
        <FileNames request={request} />
      </div>
    </Sheet>
  );
}

function Chosen({ ready }: { readonly ready: ReadyTotals }) {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  const what = filterWords({ t, lang, format, units: ready.units }, ready.filter);
  return (
    <p>
      {t('totals_screen.export_note')} {t('totals_screen.filter', { what: what === '' ? t('totals_screen.filter_all') : what })}
    </p>
  );
}

interface SheetChoiceProps {
  readonly sheets: readonly Table[];
  /** Index of the one sheet wanted, as text; '' for all. */
  readonly only: string;
  readonly onOnly: (only: string) => void;
}

function SheetChoice({ sheets, only, onOnly }: SheetChoiceProps) {
  const t = useT();
  const options = sheets.map((sheet, n) => ({ value: String(n), label: sheet.name }));
  return <Select label={t('export.sheet')} value={only} empty={t('export.all_sheets')} options={options} onValue={onOnly} />;
}

function FileNames({ request }: { readonly request: ExportRequest }) {
  const t = useT();
  return (
    <ul class="totals-plain">
      {useNames(request).map((name) => (
        <li key={name}>{t('totals_screen.export_name', { name })}</li>
      ))}
    </ul>
  );
}
