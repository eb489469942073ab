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
import type { Draft, Receipt, Store } from '../../store/store.ts';
import { registrationId, trainingScope } from './actions.ts';
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
  /** The list is being written, or taken back. */
  readonly writing: boolean;
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
  const source = useSource();
  const { table } = source;
  const looked = useLook(table, roll);
  const writing = useWriting(roll, looked.rows);
  const { done } = writing;
  // A half-checked list must not be swept away by an update of the app.
  useEffect(() => (table && !done ? holdUpdates() : undefined), [table, done]);
  return {
    ...looked,
    ...writing,
    grid: table?.grid,
    mapping: table?.mapping,
    fault: source.fault,
    busy: source.reading || writing.busy,
    writing: writing.busy,
    takeFile: source.takeFile,
    takeText: source.takeText,
    chooseSheet: source.chooseSheet,
    setMapping: source.setMapping,
    startOver() {
      source.clear();
      writing.forget();
    },
  };
}

interface Table {
  readonly grid: Grid;
  readonly mapping: Mapping;
  /** The file it came from, for another of its sheets. */
  readonly bytes?: Uint8Array;
}

/** Where the table comes from: a file, one of its sheets, or text. */
function useSource() {
  const [table, setTable] = useState<Table>();
  const [fault, setFault] = useState<ImportFault>();
  const [reading, setReading] = useState(false);
  const take = (grid: Grid, bytes?: Uint8Array): void => {
    setFault(undefined);
    setTable({ grid, mapping: recogniseColumns(grid), ...(bytes ? { bytes } : {}) });
  };
  const takeBytes = async (bytes: Uint8Array, sheet?: string): Promise<void> => {
    setReading(true);
    const read = await readTable(bytes, sheet).catch(() => ({ ok: false, error: 'broken' }) as const);
    setReading(false);
    if (read.ok) take(read.value, bytes);
    else setFault(read.error);
  };
  return {
    table,
    fault,
    reading,
    takeFile: async (file: File): Promise<void> => takeBytes(new Uint8Array(await file.arrayBuffer())),
    takeText(text: string): void {
      const grid = readText(text);
      if (grid.rows.length === 0) setFault('empty');
      else if (grid.notes.includes('rows_cut')) setFault('too_many_rows');
      else take(grid);
    },
    chooseSheet(sheet: string): void {
      if (table?.bytes) void takeBytes(table.bytes, sheet);
    },
    setMapping: (mapping: Mapping): void => setTable((had) => (had ? { ...had, mapping } : had)),
    clear(): void {
      setTable(undefined);
      setFault(undefined);
    },
  };
}

/** Resolves once what was just set stands on the screen: the words that say what goes on come before the work. */
const drawn = (): Promise<void> =>
  new Promise((done) => {
    // A tab out of sight draws nothing: it need not wait.
    const timer = setTimeout(done, 200);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(done, 0);
    });
  });

/** Whom somebody has marked meanwhile stays on the list: a mark without its person would count for nobody. */
async function stillOurs(store: Store, training: string, receipt: Receipt): Promise<Receipt> {
  const marked = new Set<string>((await store.list('attendance', trainingScope(training))).filter((a) => a.mark).map((a) => a.registration ?? ''));
  const stays = (d: Draft): boolean => d.id !== undefined && (marked.has(d.id) || (d.t === 'person' && marked.has(registrationId(training, d.id))));
  return { ...receipt, undo: receipt.undo.filter((d) => !stays(d)) };
}

/** Accepting the list, and taking it back. */
function useWriting(roll: RollCall, rows: readonly PlannedRow[]) {
  const { store } = useDeps();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [done, setDone] = useState<ImportState['done']>();
  const attempt = async (work: () => Promise<ImportState['done']>): Promise<void> => {
    setBusy(true);
    setFailed(false);
    try {
      await drawn();
      setDone(await work());
    } catch {
      setFailed(true); // said on the screen; the list stays as it was
    }
    setBusy(false);
  };
  return {
    busy,
    failed,
    done,
    accept: () =>
      attempt(async () => {
        const { training, units, registrations } = roll;
        const context = { training, area: units?.areaOf(training.unit) ?? 'local', no: nextNo(registrations) };
        const receipt = await store.save((mint) => importDrafts(mint, context, rows, (id) => store.people.get(id)));
        return { receipt, people: receipt.undo.filter((d) => d.t === 'registration').length };
      }),
    undo: () =>
      attempt(async () => {
        if (done) await store.undo(await stillOurs(store, roll.training.id, done.receipt));
        return undefined;
      }),
    forget: (): void => setDone(undefined),
  };
}

/** Looks at the rows in slices, so that 5,000 of them never hold a tap up. */
function useLook(table: Table | undefined, roll: RollCall): Pick<ImportState, 'rows' | 'progress' | 'choose'> {
  const { store } = useDeps();
  const [rows, setRows] = useState<readonly PlannedRow[]>([]);
  const [progress, setProgress] = useState(0);
  const { training, units, today } = roll;
  const grid = table?.grid;
  const mapping = table?.mapping;
  // The list as it stood when the table came: accepting must not turn every row into "already listed".
  const listed = useRef(new Set<string>());
  const known = useMemo(() => new Set<string>(roll.registrations.map((r) => r.id)), [roll.registrations]);
  if (!table) listed.current = known;
  useEffect(() => {
    setRows([]);
    setProgress(0);
    if (!grid || !mapping || !units) return undefined;
    const run = { on: true };
    const look = async (): Promise<void> => {
      await store.people.ready;
      const steps = previewSteps(grid, mapping, { index: store.people.index, units, day: training.start ?? today, near: training.unit ?? null });
      const all: PlannedRow[] = [];
      const total = Math.max(1, grid.rows.length - mapping.from);
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
  }, [grid, mapping, units, training.id, training.start, training.unit, today, store]);
  return {
    rows,
    progress,
    choose: (line, choice) => setRows((all) => all.map((r) => (r.row.line === line ? { ...r, choice } : r))),
  };
}
