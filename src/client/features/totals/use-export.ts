import { useEffect, useState } from 'preact/hooks';
import type { Table } from '../../../core/export/exporter.ts';
import { formats, type Format, type FormatId } from '../../../core/export/registry.ts';
import { saveFile } from '../../device/save-file.ts';
import { showToast } from '../../ui/toast.ts';
import { makeSheets, nameFile, writeFile, type ExportRequest } from './make-file.ts';

/** The sheets as they would be written now; undefined while they are being made. */
export function useSheets(request: ExportRequest): readonly Table[] | 'failed' | undefined {
  const [made, setMade] = useState<{ readonly request: ExportRequest; readonly sheets: readonly Table[] | 'failed' }>();
  useEffect(() => {
    let here = true;
    makeSheets(request).then(
      (sheets) => here && setMade({ request, sheets }),
      () => here && setMade({ request, sheets: 'failed' }),
    );
    return () => {
      here = false;
    };
  }, [request]);
  // Sheets with names must not stand for a moment where they were just switched off.
  return made?.request === request ? made.sheets : undefined;
}

/** How the file would be called in each format. */
export function useNames(request: ExportRequest): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let here = true;
    Promise.all(formats.map((format) => nameFile(request, format))).then((all) => here && setNames(all), () => undefined);
    return () => {
      here = false;
    };
  }, [request]);
  return names;
}

export interface Saving {
  readonly busy: FormatId | undefined;
  readonly failed: boolean;
  readonly save: (format: Format, tables: readonly Table[]) => Promise<void>;
}

/** Writing and handing over a file; says so when it could not be made, and the sheet stays. */
export function useSaving(request: ExportRequest, onDone: () => void): Saving {
  const { t } = request;
  const [busy, setBusy] = useState<FormatId>();
  const [failed, setFailed] = useState(false);
  const save = async (format: Format, tables: readonly Table[]): Promise<void> => {
    setBusy(format.id);
    setFailed(false);
    try {
      const [blob, name] = await Promise.all([writeFile(tables, format), nameFile(request, format)]);
      saveFile(blob, name);
      showToast({ text: t('export.made', { name }) });
      onDone();
    } catch {
      setFailed(true);
    } finally {
      setBusy(undefined);
    }
  };
  return { busy, failed, save };
}
