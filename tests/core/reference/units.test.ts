import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import data from '../../../src/core/reference/units.json' with { type: 'json' };
import { createUnits, type UnitLevel } from '../../../src/core/reference/units.ts';

const units = createUnits(data);
const TOWN = '41702215600010';
const AIMAK = '41703225853000';
const count = (level: UnitLevel, under = '417'): number => units.all().filter((u) => u.level === level && u.code.startsWith(under)).length;

describe('[2.1] the packaged units', () => {
  it('are the division of 2019–2021: 64 municipalities in Issyk-Kul, 76 in Jalal-Abad', () => {
    expect(units.all()).toHaveLength(2437);
    expect([count('oblast'), count('city_republic'), count('rayon'), count('city'), count('town'), count('aimak')]).toEqual([7, 2, 40, 12, 17, 453]);
    expect([count('village'), count('village_of_town'), count('village_of_city'), count('settlement'), count('city_district')]).toEqual([1855, 15, 23, 9, 4]);
    const within = (oblast: string): number => units.municipalities().filter(({ code }) => units.oblastOf(code) === oblast).length;
    expect([within('41702000000000'), within('41703000000000'), units.municipalities().length]).toEqual([64, 76, 484]);
  });

  it('have distinct 14-digit codes in order and parents that stand in the list', () => {
    const codes = units.all().map(({ code }) => code);
    expect([...codes].sort()).toEqual(codes);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, parent, level, ru } of units.all()) {
      expect(code).toMatch(/^417\d{11}$/);
      expect(ru).not.toBe('');
      expect(parent === null).toBe(level === 'oblast' || level === 'city_republic');
      if (parent !== null) expect(units.get(parent), code).toBeDefined();
    }
  });

  it('lie where the code form of the classifier says, but for the two mended rows', () => {
    for (const { code, parent, level } of units.all()) {
      if (level === 'village') expect(parent).toBe(`${code.slice(0, 11)}000`);
      if (level === 'aimak' || level === 'town') expect(parent).toBe(`${code.slice(0, 8)}000000`);
      if (level === 'rayon' || level === 'city') expect(parent).toBe(`${code.slice(0, 5)}000000000`);
    }
    expect(units.get('41703220400010')).toMatchObject({ level: 'town', ru: 'Кок-Жангак', parent: '41703220000000' });
    expect(units.get('41711201800010')).toMatchObject({ ru: 'Орто-Сай', parent: '41711201000000' });
  });

  it('have proofread marks, Kyrgyz names for every municipality of the two oblasts, and whole Russian aimak names', () => {
    const two = units.municipalities().filter(({ code }) => /^4170[23]/.test(code));
    expect(two.every(({ ky }) => ky !== '')).toBe(true);
    expect(units.all().filter(({ unproofed }) => unproofed)).toHaveLength(300);
    expect(units.get('41702205805000')).toEqual({
      code: '41702205805000', level: 'aimak', parent: '41702205000000', ky: 'Ак-Булуң', ru: 'Ак-Булунский айылный аймак', unproofed: true,
    });
    const aimaks = units.all().filter(({ level }) => level === 'aimak');
    expect(aimaks.every(({ ru }) => ru.toLowerCase().split('айылный аймак').length === 2)).toBe(true);
  });

  it('a damaged line is not passed over', () => {
    expect(() => createUnits({ rows: ['o41702000000000Иссык-Кульская область', '?'] })).toThrow('units.json');
    expect(() => createUnits({ rows: ['z10Ош'] })).toThrow('units.json');
  });
});

describe('[2.3] names and places', () => {
  it('tell the two Cholpon-Atas apart', () => {
    expect(units.path(AIMAK, 'ky')).toBe('Чолпон-Ата — Токтогул району, Жалал-Абад облусу');
    expect(units.path(TOWN, 'ky')).toBe('Чолпон-Ата шаары — Ысык-Көл району, Ысык-Көл облусу');
    expect(units.path(AIMAK, 'ru')).toBe('Чолпон-Атинский айылный аймак — Токтогульский район, Джалал-Абадская область');
    expect(units.path(TOWN, 'ru')).toBe('Чолпон-Ата — Иссык-Кульский район, Иссык-Кульская область');
    expect(units.path(AIMAK, 'en')).toBe('Cholpon-Ata — Toktogul rayon, Jalal-Abad oblast');
    expect(units.path(TOWN, 'en')).toBe('Cholpon-Ata town — Ysyk-Kol rayon, Ysyk-Kol oblast');
  });

  it('fall back to Russian where no Kyrgyz name is known', () => {
    expect(units.get('41702205805040')?.ky).toBe('');
    expect(units.name('41702205805040', 'ky')).toBe('Тюрген');
    expect(units.name('41702205805040', 'en')).toBe('Tyurgen');
    expect(units.path('41702205805040', 'ky')).toBe('Тюрген — Ак-Булуң айыл аймагы, Ак-Суу району, Ысык-Көл облусу');
  });

  it('no path is that of another unit, in Kyrgyz and Russian', () => {
    for (const lang of ['ky', 'ru'] as const) expect(new Set(units.all().map(({ code }) => units.path(code, lang))).size).toBe(2437);
  });

  it('English has Latin letters alone', () => {
    for (const { code } of units.all()) expect(units.path(code, 'en')).toMatch(/^[A-Za-z0-9 .,'()№–—-]+$/);
    expect(units.name('41703220400010', 'en')).toBe('Kok-Jangak town');
    expect(units.name('41711000000000', 'en')).toBe('Bishkek');
  });

  it('an oblast and a city of republican rank stand alone; an unknown code is itself', () => {
    expect(units.path('41702000000000', 'ky')).toBe('Ысык-Көл облусу');
    expect(units.path('41711000000000', 'ru')).toBe('г. Бишкек');
    for (const code of ['aaaaaaaaaa.1', '', '__proto__']) {
      expect([units.name(code, 'ky'), units.path(code, 'en'), units.get(code)]).toEqual([code, code, undefined]);
      expect([units.rayonOf(code), units.oblastOf(code), units.municipalityOf(code), units.areaOf(code)]).toEqual([null, null, null, 'local']);
    }
  });
});

describe('[DECISIONS scopes] areas', () => {
  it.each([
    [AIMAK, '41703225000000'],
    [TOWN, '41702215000000'],
    ['41702205805010', '41702205000000'],
    ['41702205000000', '41702205000000'],
    ['41703211610810', '41703211000000'],
    ['41702410000010', '41702410000010'],
    ['41702410520010', '41702410000010'],
    ['41711201000000', '41711000000000'],
    ['41711201800010', '41711000000000'],
    ['41702000000000', 'local'],
    ['41702205999000', '41702205000000'],
    ['41709205999000', 'local'],
    ['aaaaaaaaaa.1', 'local'],
    ['', 'local'],
    [null, 'local'],
    [undefined, 'local'],
  ])('%s lies in %s', (code, area) => expect(units.areaOf(code)).toBe(area));

  it('every unit but an oblast has an area, and it is a unit', () => {
    for (const { code, level } of units.all()) {
      if (level === 'oblast') continue;
      expect(units.get(units.areaOf(code))?.level, code).toMatch(/^(rayon|city|city_republic)$/);
      // Settlements right under a rayon belong to no aimak.
      if (level !== 'rayon' && level !== 'settlement') expect(units.municipalityOf(code), code).not.toBeNull();
    }
  });

  it('municipality, rayon and oblast of a village', () => {
    const village = '41702205805010';
    expect([units.municipalityOf(village), units.rayonOf(village), units.oblastOf(village)]).toEqual(['41702205805000', '41702205000000', '41702000000000']);
    expect(units.municipalityOf('41703211610810')).toBe('41703211610010');
    expect(units.oblastOf('41711201800010')).toBe('41711000000000');
    expect(units.rayonOf('41711201000000')).toBeNull();
  });
});

describe('[2.3] search', () => {
  const first = (query: string, levels?: readonly UnitLevel[]): string | undefined => units.search(query, 1, levels)[0]?.code;

  it.each([
    ['чолпон ата токтогул', AIMAK],
    ['чолпон-ата айыл аймагы токтогул району', AIMAK],
    ['Cholpon-Ata Toktogul', AIMAK],
    ['чолпоната ысык', TOWN],
    ['Чолпон-Атинский', AIMAK],
    [AIMAK, AIMAK],
    ['417 03225 853', AIMAK],
    ['03225853', AIMAK],
    ['кек мойнок', '41702220807000'],
    ['терт-куль', '41702220820000'],
    ['Джети-Огуз', '41702210830000'],
    ['jalal-abad', '41703410000010'],
    ['jalalabad', '41703410000010'],
    ['жалал-аба', '41703410000010'],
    ['бишкек', '41711000000000'],
    ['15 жаш', '41706255865070'],
  ])('«%s»', (query, code) => {
    expect(units.get(code)).toBeDefined();
    expect(first(query)).toBe(code);
  });

  it('shows both Cholpon-Atas, municipalities before villages', () => {
    const found = units.search('чолпон-ата', 3).map(({ code }) => code);
    expect(found.slice(0, 2)).toEqual([TOWN, AIMAK]);
    expect(units.search('ак-булун', 4).map(({ level }) => level)).toEqual(['aimak', 'aimak', 'village', 'village']);
  });

  it('keeps to the levels and the limit asked for', () => {
    expect(first('токтогул', ['rayon'])).toBe('41703225000000');
    expect(units.search('а', 1000, ['rayon']).every(({ level }) => level === 'rayon')).toBe(true);
    expect(units.search('а', 7)).toHaveLength(7);
    expect(units.search('', 5)).toEqual([]);
    expect(units.search('жок мындай жер', 5)).toEqual([]);
  });

  it('words for kinds of unit count only when nothing else is typed', () => {
    expect(units.search('район', 3)).toHaveLength(3);
    expect(first('город Каракол', ['city'])).toBe('41702410000010');
  });

  it('finds every municipality by its Kyrgyz and its Russian name with its rayon', () => {
    for (const { code, ky, ru, parent } of units.municipalities()) {
      for (const name of ky === '' ? [ru] : [ky, ru]) {
        const query = `${name} ${parent === null ? '' : units.name(parent, 'ru')}`;
        expect(units.search(query, 8).map((unit) => unit.code), query).toContain(code);
      }
    }
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (query) => {
        expect(units.search(query, 3).length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 50 },
    );
  });
});
