import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Grid, ImportFault } from '../../../core/import/grid.ts';
import { recogniseColumns, type Mapping } from '../../../core/import/headings.ts';
import { previewSteps } from '../../../core/import/preview.ts';
import { readTable } from '../../../core/import/table-read.ts';
import { readText } from '../../../core/import/text-read.ts';
import { useDeps } from '../../deps/deps.ts';
import { holdUpdates } from '../../device/updates.ts';
import { nextNo } from './queries.ts';
import { importDrafts, plan, type Choice, type PlannedRow } from './import-plan.ts';
import type { Receipt } from '../../store/store.ts';
import type { RollCall } from './use-roll-call.ts';

/** Rows looked at between two breaths. */
const SLICE = 60;

export interface ImportState {
  /** The table as read; undefined until something was chosen. */
  readonly grid: Grid | undefined;
  readonly mapping: Mapping | undefined;
  readonly rows: readonly PlannedRow[];
  /** Share of the rows looked at, 0…1; 1 when all are. */
  readonly progress: number;
  readonly fault: ImportFault | undefined;
  readonly busy: boolean;
  readonly failed: boolean;
  /** Receipt of the accepted list, until it is undone. */
  readonly done: { readonly receipt: Receipt; readonly people: number } | undefined;
  takeFile(file: File, sheet?: string): Promise<void>;
  takeText(text: string): void;
  chooseSheet(sheet: string): void;
  setMapping(mapping: Mapping): void;
  choose(line: number, choice: Choice): void;
  accept(): Promise<void>;
  undo(): Promise<void>;
  startOver(): void;
}

/** An import from choosing a table to having it undone. Nothing is written before `accept`. */
export function useImport(roll: RollCall): ImportState {
  const { store } = useDeps();
  const [table, setTable] = useState<{ grid: Grid; mapping: Mapping; bytes?: Uint8Array }>();
  const [fault, setFault] = useState<ImportFault>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [done, setDone] = useState<ImportState['done']>();
  const looked = useLook(table, roll);

  const take = (grid: Grid, bytes?: Uint8Array): void => {
    setFault(undefined);
    setTable({ grid, mapping: recogniseColumns(grid), ...(bytes ? { bytes } : {}) });
  };
  const takeBytes = async (bytes: Uint8Array, sheet?: string): Promise<void> => {
    setBusy(true);
    const read = await readTable(bytes, sheet).catch(() => ({ ok: false, error: 'broken' }) as const);
    setBusy(false);
    if (read.ok) take(read.value, bytes);
    else setFault(read.error);
  };
  // A half-checked list must not be swept away by an update of the app.
  useEffect(() => (table && !done ? holdUpdates() : undefined), [table, done]);

  return {
    grid: table?.grid,
    mapping: table?.mapping,
    ...looked,
    fault,
    busy,
    failed,
    done,
    takeFile: async (file) => takeBytes(new Uint8Array(await file.arrayBuffer())),
    takeText(text) {
      const grid = readText(text);
      if (grid.rows.length === 0) setFault('empty');
      else if (grid.notes.includes('rows_cut')) setFault('too_many_rows');
      else take(grid);
    },
    chooseSheet(sheet) {
      if (table?.bytes) void takeBytes(table.bytes, sheet);
    },
    setMapping: (mapping) => setTable((had) => (had ? { ...had, mapping } : had)),
    async accept() {
      setBusy(true);
      setFailed(false);
      try {
        const { training, units, registrations } = roll;
        const context = { training, area: units?.areaOf(training.unit) ?? 'local', no: nextNo(registrations) };
        const receipt = await store.save((mint) => importDrafts(mint, context, looked.rows, (id) => store.people.get(id)));
        setDone({ receipt, people: receipt.undo.filter((d) => d.t === 'registration').length });
      } catch {
        setFailed(true);
      }
      setBusy(false);
    },
    async undo() {
      if (!done) return;
      setBusy(true);
      setFailed(false);
      try {
        await store.undo(done.receipt);
        setDone(undefined);
      } catch {
        setFailed(true);
      }
      setBusy(false);
    },
    startOver() {
      setTable(undefined);
      setFault(undefined);
      setDone(undefined);
    },
  };
}

/** Looks at the rows in slices, so that 5,000 of them never hold a tap up. */
function useLook(table: { grid: Grid; mapping: Mapping } | undefined, roll: RollCall): Pick<ImportState, 'rows' | 'progress' | 'choose'> {
  const { store } = useDeps();
  const [rows, setRows] = useState<readonly PlannedRow[]>([]);
  const [progress, setProgress] = useState(0);
  const { training, units } = roll;
  // The list as it stood when the table came: accepting must not turn every row into "already listed".
  const listed = useRef(new Set<string>());
  const known = useMemo(() => new Set<string>(roll.registrations.map((r) => r.id)), [roll.registrations]);
  if (!table) listed.current = known;
  useEffect(() => {
    setRows([]);
    setProgress(0);
    if (!table || !units) return undefined;
    const run = { on: true };
    const look = async (): Promise<void> => {
      await store.people.ready;
      const steps = previewSteps(table.grid, table.mapping, { index: store.people.index, units, day: training.start ?? roll.today, near: training.unit ?? null });
      const all: PlannedRow[] = [];
      const total = Math.max(1, table.grid.rows.length - table.mapping.from);
      for (const row of steps) {
        all.push(plan(row, training.id, listed.current));
        if (all.length % SLICE !== 0) continue;
        setProgress(Math.min(0.99, all.length / total));
        await new Promise((breathe) => setTimeout(breathe, 0));
        if (!run.on) return;
      }
      setRows(all);
      setProgress(1);
    };
    void look();
    return () => {
      run.on = false;
    };
  }, [table?.grid, table?.mapping, units, training.id, training.start, training.unit, store]);
  return {
    rows,
    progress,
    choose: (line, choice) => setRows((all) => all.map((r) => (r.row.line === line ? { ...r, choice } : r))),
  };
}
