// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { describe, expect, it, vi } from 'vitest';
import { Combobox, type ComboboxProps, type ComboOption } from '../../../src/client/ui/combobox.tsx';
import { click, find, press, settle, show, type } from './render.ts';

const units: readonly ComboOption[] = [
  { id: 'a', label: 'Ак-Суу' },
  { id: 'b', label: 'Бостери' },
  { id: 'c', label: 'Барскоон' },
];
const search = async (query: string): Promise<readonly ComboOption[]> =>
  Promise.resolve(units.filter((unit) => unit.label.toLowerCase().startsWith(query.toLowerCase())));

function Form(props: Partial<ComboboxProps>) {
  const [value, setValue] = useState<ComboOption | undefined>(undefined);
  return (
    <>
      <Combobox label="Муниципалитет" search={search} {...props} value={value} onValue={setValue} />
      <output>{value?.id ?? 'none'}</output>
    </>
  );
}

const options = (root: HTMLElement): (string | null)[] => [...root.querySelectorAll('[role=option]')].map((one) => one.textContent);
const active = (root: HTMLElement): string | null | undefined => {
  const id = find(root, 'input', HTMLInputElement).getAttribute('aria-activedescendant');
  return id === null ? undefined : document.getElementById(id)?.textContent;
};
const chosen = (root: HTMLElement): string => find(root, 'output', HTMLElement).textContent;

describe('Combobox', () => {
  it('finds while typing; arrows go round, Enter takes', async () => {
    const root = show(<Form />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, 'б');
    expect(options(root)).toEqual(['Бостери', 'Барскоон']);
    expect(active(root)).toBe('Бостери');
    await press(input, 'ArrowDown');
    expect(active(root)).toBe('Барскоон');
    await press(input, 'ArrowDown');
    expect(active(root)).toBe('Бостери');
    await press(input, 'ArrowUp');
    expect(active(root)).toBe('Барскоон');
    // Enter takes the row and does not send the form.
    expect(await press(input, 'Enter')).toBe(false);
    expect(chosen(root)).toBe('c');
    expect(input.value).toBe('Барскоон');
    expect(input.getAttribute('aria-expanded')).toBe('false');
  });

  it('Escape closes the list and no more; a second one is left to the sheet around it', async () => {
    const root = show(<Form />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, 'б');
    expect(await press(input, 'Escape')).toBe(false);
    expect(options(root)).toEqual([]);
    expect(input.value).toBe('б');
    expect(await press(input, 'Escape')).toBe(true);
  });

  it('typing on after choosing takes the choice back', async () => {
    const root = show(<Form />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, 'ак');
    await click(find(root, '[role=option]', HTMLElement));
    expect(chosen(root)).toBe('a');
    await type(input, 'Ак-Су');
    expect(chosen(root)).toBe('none');
    expect(options(root)).toEqual(['Ак-Суу']);
  });

  it('drops a late answer to an earlier question', async () => {
    const answers = new Map<string, (found: readonly ComboOption[]) => void>();
    const slow = async (query: string): Promise<readonly ComboOption[]> => new Promise((done) => answers.set(query, done));
    const root = show(<Form search={slow} />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, 'б');
    await type(input, 'ба');
    answers.get('ба')?.([{ id: 'c', label: 'Барскоон' }]);
    await settle();
    answers.get('б')?.([{ id: 'b', label: 'Бостери' }]);
    await settle();
    expect(options(root)).toEqual(['Барскоон']);
  });

  it('a failing search shows nothing found and leaves what was typed', async () => {
    const root = show(<Form search={async () => Promise.reject(new Error('index is not there'))} />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, 'б');
    expect(options(root)).toEqual([]);
    expect(input.value).toBe('б');
  });

  it('offers to add what is not in the list', async () => {
    const onAdd = vi.fn();
    const root = show(<Form onAdd={onAdd} />);
    const input = find(root, 'input', HTMLInputElement);
    await type(input, ' Тору-Айгыр ');
    expect(options(root)).toHaveLength(1);
    await press(input, 'Enter');
    expect(onAdd).toHaveBeenCalledExactlyOnceWith('Тору-Айгыр');
  });
});
