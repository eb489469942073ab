// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { DataTable, type Column } from '../../../src/client/ui/data-table.tsx';
import { click, show } from './render.ts';

interface Unit {
  readonly name: string;
  readonly women: number;
}

const rows: readonly Unit[] = [
  { name: 'Бостери', women: 12 },
  { name: 'Ак-Суу', women: 9 },
  { name: 'Тамчы', women: 9 },
];
const columns: readonly Column<Unit>[] = [
  { key: 'name', label: 'Муниципалитет', heading: true, cell: (row) => row.name, total: 'Жыйынтыгы' },
  { key: 'women', label: 'Аял', number: true, cell: (row) => row.women, compare: (a, b) => a.women - b.women, total: 30 },
];

const names = (root: HTMLElement): (string | null)[] => [...root.querySelectorAll('tbody th')].map((one) => one.textContent);

describe('DataTable', () => {
  it('keeps the order given until a head is tapped, then sorts up, down, and equal rows as they were', async () => {
    const root = show(<DataTable caption="Бөлүнүшү" columns={columns} rows={rows} rowKey={(row) => row.name} />);
    expect(names(root)).toEqual(['Бостери', 'Ак-Суу', 'Тамчы']);
    const sort = root.querySelector('thead button');
    if (sort === null) throw new Error('no sort button');
    await click(sort);
    expect(names(root)).toEqual(['Ак-Суу', 'Тамчы', 'Бостери']);
    expect(root.querySelectorAll('th')[1]?.getAttribute('aria-sort')).toBe('ascending');
    await click(sort);
    expect(names(root)).toEqual(['Бостери', 'Ак-Суу', 'Тамчы']);
    expect(root.querySelectorAll('th')[1]?.getAttribute('aria-sort')).toBe('descending');
  });

  it('has a caption, row heads, a last row of totals, and scrolls by keyboard', () => {
    const root = show(<DataTable caption="Бөлүнүшү" columns={columns} rows={rows} rowKey={(row) => row.name} />);
    expect(root.querySelector('caption')?.textContent).toBe('Бөлүнүшү');
    expect([...root.querySelectorAll('tfoot tr > *')].map((one) => one.textContent)).toEqual(['Жыйынтыгы', '30']);
    expect(root.querySelector('[role=region]')?.getAttribute('tabindex')).toBe('0');
  });

  it('says what to do instead of showing an empty table', () => {
    const root = show(<DataTable caption="Бөлүнүшү" columns={columns} rows={[]} rowKey={(row) => row.name} empty={<p>Азырынча жок</p>} />);
    expect(root.textContent).toBe('Азырынча жок');
  });
});
