// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { newTablet, units, words } from '../settings/support.tsx';
import { fill, openTotals } from './support.ts';
import { readTotalsData } from '../../../../src/client/features/totals/queries.ts';
import { erasePerson } from '../../../../src/client/sync/erase.ts';
import { peopleSheet } from '../../../../src/core/export/list-sheets.ts';
import type { Words } from '../../../../src/core/export/words.ts';
import { must } from '../../../../src/core/result.ts';
import { selectTrainings } from '../../../../src/core/totals/data.ts';
import { computeTotals } from '../../../../src/core/totals/totals.ts';
import type { Tablet } from '../../../support/store.ts';
import { word } from '../../../support/words.ts';

/** Five trainings; of their people one, who came twice, is erased. */
async function erased(): Promise<Tablet> {
  const tablet = await newTablet();
  await fill(tablet.store);
  const person = must((await tablet.store.list('person')).find((p) => p.name === 'Токтогулов Бакыт'), 'somebody').id;
  const before = computeTotals(await readTotalsData(tablet.store), {}, units);
  const done = await erasePerson(tablet.store, () => Promise.reject(new Error('asked')), [{ t: 'person', id: person }], 'asked');
  expect(done.ok).toBe(true);
  const after = computeTotals(await readTotalsData(tablet.store), {}, units);
  expect(JSON.stringify(after)).toBe(JSON.stringify(before));
  return tablet;
}

describe('[2.12] somebody erased', () => {
  it('counts as ever, and stands among the rows of a figure under a word', async () => {
    await openTotals(await erased(), '/totals/rows?to=2019-11-20&figure=participants');
    const [found] = [...document.querySelectorAll('table')];
    const names = [...(found?.rows ?? [])].slice(1).map((row) => words(must(row.cells[0], 'name')));
    expect(names).toEqual(['Асанова Айгүл', word('ru', 'erase.name'), 'имя не записано']);
  });

  it('stands so in a file that holds names', async () => {
    const { store } = await erased();
    const data = await readTotalsData(store);
    const w: Words = { lang: 'ru', units, labels: (key) => (key === 'erase.name' ? word('ru', key) : key), people: true };
    const sheet = peopleSheet(w, data, selectTrainings(data, {}, units).finished, computeTotals(data, {}, units));
    const text = JSON.stringify(sheet);
    expect(text).toContain(word('ru', 'erase.name'));
    expect(text).toContain('Асанова Айгүл');
    expect(text).not.toContain('Токтогулов');
  });
});
