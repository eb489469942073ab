import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanText, mixedScript, nameFault, repairName } from '../../../src/core/names/repair.ts';
import { awkwardNames } from './awkward-names.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('A', 'а', 'y', 'у', 'o', 'ӧ', 'ӱ', 'н', 's', '\u0308', '\u0306', '\u200b', ' ', '.', '-', 'ɵ', 'θ', 'и', '\ud800'), maxLength: 12 }),
  fc.constantFrom(...awkwardNames),
);

describe('[3.4] repair of names', () => {
  it.each([
    ['A. Абрешова', 'А. Абрешова'],
    ['Нусупов E.', 'Нусупов Е.'],
    ['A.K. Асанов', 'А.К. Асанов'],
    ['Y. Асанова', 'Ү. Асанова'],
    ['Acaн', 'Асан'],
    ['Acaнoв Бaкыт', 'Асанов Бакыт'],
    ['Yмүт Tөлөгөнова', 'Үмүт Төлөгөнова'],
    ['Тöлöгöн Гüлзат', 'Төлөгөн Гүлзат'],
    ['Жаӊыл', 'Жаңыл'],
    ['ЖАӉЫЛ', 'ЖАҢЫЛ'],
    ['Тӧлӧгӧн', 'Төлөгөн'],
    ['Тɵлɵгɵн', 'Төлөгөн'],
    ['Гӱлзат Гұлзат', 'Гүлзат Гүлзат'],
    ['Гу\u0308лзат', 'Гүлзат'],
    ['Аsanova', 'Asanova'],
    ['  Асан\u00a0\u00a0уулу\tБакыт\n', 'Асан уулу Бакыт'],
    ['Асан\u2028Бакыт', 'Асан Бакыт'],
    ['А\u200bс\u00adа\u202eн\ufeff', 'Асан'],
    ['Йода'.normalize('NFD'), 'Йода'],
    ['Жаңыл\u2011Мырза', 'Жаңыл-Мырза'],
  ])('«%s» becomes «%s»', (raw, repaired) => expect(repairName(raw)).toBe(repaired));

  it.each([
    'Asanova Zhanyl',
    'Max Coco',
    'A. Smith',
    'Асанова Zhanyl',
    "O'Brien",
    'Елкин Артем',
    'Джаныл',
    'Коробаева К.',
    'N. Асанов',
    'Ўткир Ғайрат Қодир қизи',
    'асан УУЛУ бакыт',
    'Асан (кичүү)',
    '=1+1',
    '<script>',
  ])('leaves «%s» as written', (name) => expect(repairName(name)).toBe(name));

  it('changes nothing more the second time, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = repairName(text);
        expect(repairName(once)).toBe(once);
        expect(once).not.toMatch(/^\s|\s$|\s\s|[\u200b-\u200f\u202a-\u202e\ufeff]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('never makes a name longer', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(repairName(text).length).toBeLessThanOrEqual(text.normalize('NFC').length);
      }),
    );
  });

  it('cleans other text without judging its letters', () => {
    expect(cleanText(' Coвхоз\u00a0\u00a0№ 5\u200b ')).toBe('Coвхоз № 5');
  });
});

describe('[3.4] faults of names', () => {
  it.each([
    ['', 'empty'],
    [' \u00a0', 'empty'],
    ['Ж', 'too_short'],
    ['Ж.', 'too_short'],
    ['Ж 1', 'too_short'],
    ['12345', 'no_letters'],
    ['0', 'no_letters'],
    ['-', 'no_letters'],
    ['👨‍👩‍👧‍👦', 'no_letters'],
    ['Ж'.repeat(201), 'too_long'],
    ['\u{1d400}'.repeat(201), 'too_long'],
    ['Ж'.repeat(500), 'too_long'],
    ['Асан\u0000', 'bad_text'],
    ['Асан\ud800', 'bad_text'],
    ['Асан\ufffd', 'bad_text'],
    ['\ue000Асан', 'bad_text'],
  ])('«%s»: %s', (name, fault) => expect(nameFault(name)).toBe(fault));

  it.each(['Ли', 'Бакыт', 'Ж'.repeat(200), '\u{1d400}'.repeat(200), 'Aigul', 'أسان', 'Acaн', 'null', '__proto__', 'Асан 2', "O'Brien", '<script>alert(1)</script>'])(
    'never refuses «%s» for its letters',
    (name) => expect(nameFault(name)).toBeNull(),
  );

  it('judges any text without throwing', () => {
    for (const name of awkwardNames) expect(() => nameFault(repairName(name))).not.toThrow();
  });

  it('sees two alphabets in one name', () => {
    expect(['Асан', 'Asan', 'Асанова Zhanyl', repairName('A. Абрешова'), 'Асан 2', ''].map(mixedScript)).toEqual([false, false, true, false, false, false]);
  });
});
