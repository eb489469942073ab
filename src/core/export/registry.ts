import type { Exporter } from './exporter.ts';

export type FormatId = 'xlsx' | 'csv';

/** A format as menus list it; its writer loads when it is first used. */
export interface Format {
  readonly id: FormatId;
  /** Without the dot. */
  readonly extension: string;
  readonly mime: string;
  readonly load: () => Promise<Exporter>;
}

export const formats: readonly Format[] = [
  {
    id: 'xlsx',
    extension: 'xlsx',
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    load: async () => (await import('./xlsx.ts')).xlsx,
  },
  { id: 'csv', extension: 'csv', mime: 'text/csv;charset=utf-8', load: async () => (await import('./csv.ts')).csv },
];
