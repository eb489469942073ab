import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPlace, foldTokens } from '../../../src/core/names/fold.ts';
import { awkwardNames } from './awkward-names.ts';

describe('[3.4] folding', () => {
  it.each([
    ['Асанова Жаңыл', 'Asanova Zhanyl'],
    ['Асанова Жаңыл', 'Asanova Janyl'],
    ['Асанова Жаңыл', 'Asanova Jangyl'],
    ['Асанова Жаңыл', 'Асанова Жангыл'],
    ['Асанова Жаңыл', 'Асанова Джаныл'],
    ['Асанова Жаңыл', 'АСАНОВА ЖАӉЫЛ'],
    ['Сүйүнбаев', 'Суюнбаев'],
    ['Сүйүнбаев', 'Suiunbaev'],
    ['Сүйүнбаев', 'Suyunbayev'],
    ['Айгүл', 'Aygul'],
    ['Айгүл', 'Aigül'],
    ['Аяна', 'Aiana'],
    ['Ильяс', 'Ilyas'],
    ['Ангелина', 'Angelina'],
    ['Эсенгулов Эрмек', 'Есенгулов Ермек'],
    ['Якуб', 'Якуп'],
    ['Жоомарт', 'Жомарт'],
    ['Шухрат', 'Shuhrat'],
    ['Хамид', 'Khamid'],
    ['Щербаков', 'Shcherbakov'],
    ['Цой', 'Tsoi'],
    ['Юлия', 'Yuliya'],
    ['Дмитрий', 'Dmitry'],
    ['Ўктам', "O'ktam"],
    ['Ғайрат', 'Gʻayrat'],
    ['Şükrü', 'Shukru'],
    ['Игорь', 'Игор'],
    ['Асан уулу Бакыт', 'Asan uulu Bakyt'],
    ['Асан', 'Ａсан'],
    ['Асан 2', 'Асан ２'],
  ])('«%s» as «%s»', (a, b) => expect(foldTokens(a)).toEqual(foldTokens(b)));

  it.each([
    ['Анна', 'Аяна'],
    ['Өмүр', 'Омар'],
    ['Асан', 'Асанов'],
    ['Айнура', 'Айнур'],
  ])('«%s» apart from «%s»', (a, b) => expect(foldTokens(a)).not.toEqual(foldTokens(b)));

  it.each([
    ['Көк-Мойнок', 'Кек-Мойнок'],
    ['Төрт-Күл', 'Терт-Куль'],
    ['Бөрү-Баш', 'Берю-Баш'],
    ['Көк-Жаңгак', 'Кок-Жангак'],
    ['Көк-Таш', 'Кек – Таш'],
    ['Жети-Өгүз', 'Джети-Огуз'],
    ['Жалал-Абад', 'Jalal-Abad'],
  ])('place «%s» as «%s»', (a, b) => expect(foldPlace(a)).toEqual(foldPlace(b)));

  it('divides at spaces, dots and hyphens, not at apostrophes', () => {
    expect(foldTokens('А.К. Жаңыл-Мырза')).toEqual(['а', 'к', 'жанил', 'мирза']);
    expect(foldTokens("O'Brien")).toHaveLength(1);
    expect(foldTokens(' -., ')).toEqual([]);
  });

  it('never throws on any text and gives no empty or spaced token', () => {
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...awkwardNames));
    fc.assert(
      fc.property(any, (text) => {
        for (const token of [...foldTokens(text), ...foldPlace(text)]) expect(token).toMatch(/^\S+$/u);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a megabyte in its stride', () => {
    const long = 'Жаңыл Өмүрова '.repeat(75_000);
    expect(foldTokens(long)).toHaveLength(150_000);
  });
});
