// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { describe, expect, it } from 'vitest';
import { NameInput } from '../../../src/client/ui/name-input.tsx';
import { click, find, settle, show } from './render.ts';

function Form({ start, max }: { readonly start: string; readonly max?: number }) {
  const [name, setName] = useState(start);
  return <NameInput label="Аты-жөнү" value={name} onValue={setName} maxLength={max} />;
}

const key = (root: HTMLElement, letter: string): HTMLElement => {
  const button = [...root.querySelectorAll('button')].find((one) => one.textContent === letter);
  if (button === undefined) throw new Error(`no key ${letter}`);
  return button;
};

describe('NameInput', () => {
  it('inserts Ң Ө Ү at the caret and keeps the focus and the caret behind the letter', async () => {
    const root = show(<Form start="Блот" />);
    const input = find(root, 'input', HTMLInputElement);
    input.setSelectionRange(1, 1);
    await click(key(root, 'Ө'));
    expect(input.value).toBe('Бөлот');
    expect(document.activeElement).toBe(input);
    expect(input.selectionStart).toBe(2);
    await click(key(root, 'Ң'));
    expect(input.value).toBe('Бөңлот');
  });

  it('does not take the focus away on pressing a key, so that the on-screen keyboard stays', async () => {
    const root = show(<Form start="" />);
    await settle();
    const down = new Event('pointerdown', { bubbles: true, cancelable: true });
    key(root, 'Ү').dispatchEvent(down);
    expect(down.defaultPrevented).toBe(true);
  });

  it('adds nothing beyond the longest name', async () => {
    const root = show(<Form start="Асан" max={4} />);
    const input = find(root, 'input', HTMLInputElement);
    input.setSelectionRange(4, 4);
    await click(key(root, 'Ү'));
    expect(input.value).toBe('Асан');
  });

  it('ties label, hint and error to the field and switches corrections off', () => {
    const root = show(<NameInput label="Аты-жөнү" hint="Күбөлүктөгүдөй" error="Аты-жөнү: жазыңыз" value="" onValue={() => undefined} />);
    const input = find(root, 'input', HTMLInputElement);
    expect(find(root, 'label', HTMLLabelElement).htmlFor).toBe(input.id);
    const described = (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(['Күбөлүктөгүдөй', 'Аты-жөнү: жазыңыз']);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect([input.getAttribute('autocorrect'), input.getAttribute('autocapitalize'), input.autocomplete]).toEqual(['off', 'words', 'off']);
  });
});
