import type { Figure } from '../../../core/totals/figure.ts';
import type { Cells, TableId, TableRow } from '../../../core/totals/tables.ts';
import type { Totals } from '../../../core/totals/totals.ts';

/** Figures with a name of their own; each has a word `totals.<name>` and most a definition `totals.def_<name>`. */
const NAMED = {
  trainings: (x) => x.trainings,
  training_days: (x) => x.trainingDays,
  municipalities: (x) => x.municipalities,
  oblasts: (x) => x.oblasts,
  registered: (x) => x.registered,
  doubled: (x) => x.doubled,
  participants: (x) => x.participants,
  people: (x) => x.people,
  unknown_people: (x) => x.unknownPeople,
  person_days: (x) => x.personDays,
  completed: (x) => x.completed,
  present_marks: (x) => x.rate.present,
  excused: (x) => x.rate.excused,
  women: (x) => x.women,
  men: (x) => x.men,
  sex_not_stated: (x) => x.notStated,
  coverage: (x) => x.coverage.reached,
  outside: (x) => x.coverage.outside,
  open: (x) => x.open.trainings,
  open_participants: (x) => x.open.participants,
  kind_overlap: (x) => x.kinds.overlapping,
} as const satisfies Readonly<Record<string, (x: Totals) => Figure>>;

export type NamedFigure = keyof typeof NAMED;

/** A cell of a table: `f`, `m`, `x` (not stated), `total`, or the trainings held. */
export type CellKey = keyof Cells | 'trainings';
export type AnyTable = TableId | 'kinds';

/** A figure of the totals by name: short enough for an address, and without a word about people. */
export type FigureRef =
  | { readonly kind: 'named'; readonly name: NamedFigure }
  /** `code` undefined: the row of sums. */
  | { readonly kind: 'cell'; readonly table: AnyTable; readonly code: string | undefined; readonly cell: CellKey };

const TABLES: readonly AnyTable[] = ['sex', 'age_band', 'role', 'unit', 'training_unit', 'rayon', 'oblast', 'kinds'];
const CELLS: readonly CellKey[] = ['f', 'm', 'x', 'total', 'trainings'];
/** Stands for the row of sums. No code of a vocabulary or a unit is like it. */
const SUM = '*';

export const namedPath = (name: NamedFigure): string => name;
export const cellPath = (table: AnyTable, code: string | undefined, cell: CellKey): string => `${table}/${code ?? SUM}/${cell}`;

/** What a path of an address names; undefined for one that no version of the app wrote. */
export function parsePath(path: string): FigureRef | undefined {
  if (Object.hasOwn(NAMED, path)) return { kind: 'named', name: path as NamedFigure };
  const [tableName, code, cellName, ...rest] = path.split('/');
  const table = TABLES.find((one) => one === tableName);
  const cell = CELLS.find((one) => one === cellName);
  if (table === undefined || cell === undefined || code === undefined || rest.length > 0) return undefined;
  return { kind: 'cell', table, code: code === SUM ? undefined : code, cell };
}

const ZERO: Figure = { value: 0, rows: [], of: 'registration' };

/** The figure as it stands now: a row that the filter no longer has is zero. */
export function figureAt(totals: Totals, ref: FigureRef): Figure {
  if (ref.kind === 'named') return NAMED[ref.name](totals);
  const table = ref.table === 'kinds' ? totals.kinds : totals.tables[ref.table];
  if (ref.code === undefined) return ref.cell === 'trainings' ? totals.trainings : table.total[ref.cell];
  const rows: readonly TableRow[] = table.rows;
  const row = rows.find((one) => one.code === ref.code);
  if (!row) return ZERO;
  return ref.cell === 'trainings' ? (row.trainings ?? ZERO) : row.cells[ref.cell];
}
