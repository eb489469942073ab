import { useState } from 'preact/hooks';
import { BigNumber } from '../../../src/client/ui/big-number.tsx';
import { Button } from '../../../src/client/ui/button.tsx';
import { DataTable, type Column } from '../../../src/client/ui/data-table.tsx';
import { ListRow } from '../../../src/client/ui/list-row.tsx';
import { Pyramid } from '../../../src/client/ui/pyramid.tsx';
import { SearchInput } from '../../../src/client/ui/search-input.tsx';
import { StackedBar } from '../../../src/client/ui/stacked-bar.tsx';
import { words } from './sample-words.ts';

const nothing = (): void => undefined;

export function Lists() {
  const w = words();
  const [text, setText] = useState('Асан');
  return (
    <section class="split">
      <div class="stack">
        <SearchInput label={w.search} value={text} onValue={setText} />
        <ul class="list">
          <ListRow
            title="Асанова Айгүл" tags={[w.female]} note={`Чолпон-Ата ш. · ${w.roles[1] ?? ''}`} look="done" onOpen={nothing}
            actions={<Button size="big" icon="check" pressed={false}>{w.marked}</Button>}
          />
          <ListRow
            title="Асанов Бөлөтбек" tags={[w.male]} note={`Бостери а. · ${w.roles[0] ?? ''}`} onOpen={nothing}
            actions={<Button size="big" kind="primary">{w.mark}</Button>}
          />
          <ListRow
            title="Жолдошбек уулу Нурсултан Асанкулович" tags={[w.male]} note={`Григорьевка а. · ${w.roles[2] ?? ''}`} href="?part=lists"
            actions={<Button size="big" kind="primary">{w.mark}</Button>}
          />
          <ListRow title="А. Абрешова" look="warn" note={w.duplicate} actions={<Button>{w.save}</Button>} />
          <ListRow title={w.notInList} note={w.addHint} look="add" actions={<Button size="big" icon="user-plus">{w.add}</Button>} />
        </ul>
      </div>
      <aside class="card stack">
        <h2>{w.all}</h2>
        <BigNumber value="16 / 24" label={w.participants} />
        <StackedBar women={9} men={7} notStated={0} />
        <StackedBar women={9} men={7} notStated={4} />
        <Button wide icon="undo">{w.undoLast}</Button>
        <Button wide icon="printer">{w.print}</Button>
      </aside>
    </section>
  );
}

interface UnitRow {
  readonly name: string;
  readonly women: number;
  readonly men: number;
  readonly none: number;
}

const rows: readonly UnitRow[] = [
  { name: 'Чолпон-Ата ш.', women: 9, men: 7, none: 1 },
  { name: 'Бостери а. а.', women: 12, men: 6, none: 0 },
  { name: 'Григорьевка а. а.', women: 8, men: 9, none: 0 },
  { name: 'Ак-Суу а. а.', women: 11, men: 4, none: 2 },
  { name: 'Сузак а. а.', women: 6, men: 13, none: 0 },
];

const sum = (n: (row: UnitRow) => number): number => rows.reduce((all, row) => all + n(row), 0);
const all = (row: UnitRow): number => row.women + row.men + row.none;

function columns(w: ReturnType<typeof words>): readonly Column<UnitRow>[] {
  return [
    { key: 'name', label: w.unit, heading: true, cell: (row) => row.name, compare: (a, b) => a.name.localeCompare(b.name, 'ru'), total: w.total },
    { key: 'women', label: w.female, number: true, cell: (row) => row.women, compare: (a, b) => a.women - b.women, total: sum((row) => row.women) },
    { key: 'men', label: w.male, number: true, cell: (row) => row.men, compare: (a, b) => a.men - b.men, total: sum((row) => row.men) },
    { key: 'none', label: '—', number: true, cell: (row) => row.none, total: sum((row) => row.none) },
    { key: 'all', label: w.all, number: true, cell: (row) => <strong>{all(row)}</strong>, compare: (a, b) => all(a) - all(b), total: sum(all) },
    { key: 'bar', label: w.shareWomen, cell: (row) => <StackedBar low women={row.women} men={row.men} notStated={row.none} /> },
  ];
}

export function Figures() {
  const w = words();
  return (
    <section class="stack">
      <div class="grid">
        <BigNumber value="25" label={w.trainings} onClick={nothing} />
        <BigNumber value="398" label={w.participants} onClick={nothing} />
        <BigNumber value="57 %" label={w.shareWomen} note="227" href="?part=figures" />
        <BigNumber value="1 194" label={w.personDays} note={w.devices} />
      </div>
      <div class="split halves">
        <DataTable caption={w.byUnit} columns={columns(w)} rows={rows} rowKey={(row) => row.name} />
        <div class="stack">
          <h2>{w.ages}</h2>
          <Pyramid
            label={w.ages}
            bands={[
              { label: '60+', women: 4, men: 6 },
              { label: '45–59', women: 14, men: 12 },
              { label: '30–44', women: 118, men: 111 },
              { label: '18–29', women: 12, men: 0 },
            ]}
          />
        </div>
      </div>
      <DataTable
        caption={w.roles[2] ?? ''} columns={columns(w)} rowKey={(row) => row.name} rowLook={(row) => (row.women === 3 ? 'danger' : row.women === 5 ? 'warn' : undefined)}
        rows={Array.from({ length: 30 }, (_, n) => ({ name: `Айыл ${String(n + 1)}`, women: n, men: 30 - n, none: n % 3 }))}
      />
    </section>
  );
}
