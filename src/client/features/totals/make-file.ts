import { localDayTime } from '../../../core/format/dates.ts';
import type { Lang } from '../../../core/format/languages.ts';
import { label } from '../../../core/reference/vocabulary.ts';
import type { Table } from '../../../core/export/exporter.ts';
import type { Format } from '../../../core/export/registry.ts';
import { localNow } from '../../deps/local-time.ts';
import type { Deps } from '../../deps/deps.ts';
import type { MessageKey, T } from '../../i18n/i18n.ts';
import { silentSince } from './silent.ts';
import type { ReadyTotals } from './use-totals.ts';

export interface ExportRequest {
  readonly ready: ReadyTotals;
  readonly deps: Pick<Deps, 'now' | 'zone'>;
  readonly t: T;
  readonly lang: Lang;
  /** Whether names and other personal data are written. */
  readonly people: boolean;
}

/** The sheets of an export, for what is chosen. Its code is loaded when first used. */
export async function makeSheets({ ready, deps, t, lang, people }: ExportRequest): Promise<Table[]> {
  const { attendanceWorkbook } = await import('../../../core/export/workbook.ts');
  const { filter, totals, data, units, standing } = ready;
  const silent = standing.others ? silentSince({ filter, span: totals.span, others: standing.others, skew: standing.skew }, deps).devices : [];
  return attendanceWorkbook({
    totals, data, filter, lang, units, people,
    // The workbook's words are keys of the same files; it cannot know their type.
    labels: (key, values) => t(key as MessageKey, values),
    devicesNotHeard: silent.map((d) => ({ label: d.label || d.device, seen: d.seen === 0 ? '' : localDayTime(d.seen + standing.skew, deps.zone(d.seen)) })),
    madeAt: localNow(deps).moment,
  });
}

/** The file's name: what was chosen, and the day. */
export async function nameFile({ ready, deps, lang }: ExportRequest, format: Format): Promise<string> {
  const { fileName } = await import('../../../core/export/file-name.ts');
  const { filter, units } = ready;
  const names = [
    ...(filter.unit === undefined ? [] : [units.name(filter.unit, lang)]),
    ...(filter.kind === undefined ? [] : [label('event_kind', filter.kind, lang)]),
  ];
  return fileName({ filter, names, day: localNow(deps).day, extension: format.extension });
}

/** The bytes of a file in a format; its writer loads when first used. */
export async function writeFile(tables: readonly Table[], format: Format): Promise<Blob> {
  const exporter = await format.load();
  // A fresh copy: a Blob takes bytes over a plain buffer only.
  return new Blob([new Uint8Array(exporter.write(tables))], { type: format.mime });
}
