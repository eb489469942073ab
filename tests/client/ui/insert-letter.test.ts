import { describe, expect, it } from 'vitest';
import { insertLetter } from '../../../src/client/ui/insert-letter.ts';

/** `|` marks the caret, `[` and `]` a selection. */
function at(marked: string, letter: string): string {
  const start = marked.search(/[|[]/);
  const bare = marked.replace(/[|[\]]/g, '');
  const end = marked.includes(']') ? marked.indexOf(']') - 1 : start;
  const { value, caret } = insertLetter(bare, start, end, letter);
  return `${value.slice(0, caret)}|${value.slice(caret)}`;
}

describe('insertLetter', () => {
  it('writes a capital at the start of a name and of each word', () => {
    expect(at('|', 'Ө')).toBe('Ө|');
    expect(at('Асан |', 'Ү')).toBe('Асан Ү|');
    expect(at('Асан-|', 'Ү')).toBe('Асан-Ү|');
  });

  it('writes a small letter inside a word', () => {
    expect(at('Ай|', 'Ң')).toBe('Айң|');
    expect(at('А|', 'Ң')).toBe('Аң|');
    expect(at('Б|лөт', 'Ө')).toBe('Бө|лөт');
  });

  it('goes on in capitals where the name is written in capitals', () => {
    expect(at('АЙГ|', 'Ү')).toBe('АЙГҮ|');
    expect(at('АСАН Б|', 'Ө')).toBe('АСАН БӨ|');
    expect(at('Асан Б|', 'Ө')).toBe('Асан Бө|');
  });

  it('replaces what is selected and puts the caret behind the letter', () => {
    expect(at('Б[о]лот', 'Ө')).toBe('Бө|лот');
    expect(at('[Осмонова] Айгүл', 'Ү')).toBe('Ү| Айгүл');
  });
});
