// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { initI18n } from '../../../src/client/i18n/i18n.ts';
import { DateInput } from '../../../src/client/ui/date-input.tsx';
import { NumberInput, parseWhole } from '../../../src/client/ui/number-input.tsx';
import { CheckTiles, Tiles } from '../../../src/client/ui/tiles.tsx';
import { click, find, settle, show, type } from './render.ts';

beforeAll(async () => initI18n('ky'));

function DateForm({ onTyped }: { readonly onTyped?: (day: string, typed: string) => void }) {
  const [day, setDay] = useState('');
  return (
    <>
      <DateInput
        label="Күнү"
        value={day}
        onValue={(next, typed) => {
          setDay(next);
          onTyped?.(next, typed);
        }}
      />
      <button type="button" onClick={() => setDay('2019-12-04')}>
        4
      </button>
    </>
  );
}

describe('DateInput', () => {
  it('takes a day as it is written here and spells it out', async () => {
    const typed = vi.fn();
    const root = show(<DateForm onTyped={typed} />);
    await type(find(root, 'input', HTMLInputElement), '18.11.2019');
    expect(typed).toHaveBeenLastCalledWith('2019-11-18', '18.11.2019');
    expect(root.textContent).toContain('2019-ж. 18-ноябрь');
  });

  it('keeps what is no date, says so on leaving the field, and hands the form what stands there', async () => {
    const typed = vi.fn();
    const root = show(<DateForm onTyped={typed} />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, '31.02.2019');
    expect(typed).toHaveBeenLastCalledWith('', '31.02.2019');
    expect(root.querySelector('.error')).toBeNull();
    input.dispatchEvent(new FocusEvent('blur'));
    await settle();
    expect(input.value).toBe('31.02.2019');
    expect(root.querySelector('.error')?.textContent).toContain('Күнү:');
  });

  it('shows a day given from outside', async () => {
    const root = show(<DateForm />);
    await type(find(root, 'input', HTMLInputElement), '18.11.2019');
    await click([...root.querySelectorAll('button')].at(-1) ?? root);
    expect(find(root, 'input', HTMLInputElement).value).toBe('04.12.2019');
  });
});

describe('NumberInput', () => {
  it('reads digits, forgives spaces, refuses the rest', () => {
    expect([parseWhole('16'), parseWhole('1 194'), parseWhole('1 194'), parseWhole(''), parseWhole('16а'), parseWhole('1e3')]).toEqual([
      16, 1194, 1194, undefined, undefined, undefined,
    ]);
  });

  it('steps within its bounds', async () => {
    const Form = () => {
      const [n, setN] = useState<number | undefined>(1);
      return <NumberInput label="Саны" value={n} onValue={setN} steps max={2} />;
    };
    const root = show(<Form />);
    const input = find(root, 'input', HTMLInputElement);
    const [less, more] = root.querySelectorAll('button');
    if (less === undefined || more === undefined) throw new Error('no steps');
    await click(more);
    expect([input.value, more.disabled]).toEqual(['2', true]);
    await click(less);
    await click(less);
    expect([input.value, less.disabled]).toEqual(['0', true]);
    await type(input, 'он');
    expect([input.value, root.querySelector('.error')?.textContent.includes('Саны')]).toEqual(['он', true]);
  });
});

describe('Tiles', () => {
  const options = [
    { value: 'female', label: 'Аял' },
    { value: 'male', label: 'Эркек' },
  ];

  it('choose nothing beforehand', () => {
    const root = show(<Tiles label="Жынысы" options={options} value={undefined} onValue={() => undefined} />);
    expect(root.querySelectorAll('input:checked')).toHaveLength(0);
    expect(root.querySelector('legend')?.textContent).toBe('Жынысы');
  });

  it('CheckTiles add and take away', async () => {
    const Form = () => {
      const [values, setValues] = useState<readonly string[]>(['male']);
      return (
        <>
          <CheckTiles label="Түрү" options={options} values={values} onValues={setValues} />
          <output>{values.join()}</output>
        </>
      );
    };
    const root = show(<Form />);
    const [first, second] = root.querySelectorAll('input');
    if (first === undefined || second === undefined) throw new Error('no tiles');
    first.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    expect(find(root, 'output', HTMLElement).textContent).toBe('male,female');
    second.dispatchEvent(new Event('change', { bubbles: true }));
    await settle();
    expect(find(root, 'output', HTMLElement).textContent).toBe('female');
  });
});
