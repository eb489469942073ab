// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { openRoll, pause, until, type Roll } from './roll-support.tsx';
import { must } from '../../../../src/core/result.ts';
import { word } from '../../../support/words.ts';

const NAME = 'Асанова Жаңыл';

const words = (): string => document.body.textContent.replaceAll(/\s+/g, ' ');
const button = (text: string): HTMLElement => {
  const all = [...(document.querySelector('dialog') ?? document).querySelectorAll<HTMLElement>('button')];
  return must(all.find((b) => (b.getAttribute('aria-label') ?? b.textContent).includes(text)), `${text} on the page: ${words()}`);
};
async function tap(what: string | HTMLElement): Promise<void> {
  (typeof what === 'string' ? button(what) : what).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  await pause(40);
}
const says = (key: string): Promise<void> => until(() => words().includes(word('ky', key)), key);

/** The sheet of the first person that asks whether to erase them. */
async function ask(): Promise<void> {
  await tap(must(document.querySelector<HTMLElement>('.row-open'), 'a row'));
  await tap(word('ky', 'erase.action'));
  await says('erase.forever');
}
async function choose(reason: string): Promise<void> {
  const input = must(document.querySelector<HTMLInputElement>(`dialog input[value=${reason}]`), reason);
  input.checked = true;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  await pause(30);
}
const rollOf = (): Promise<Roll> => openRoll({ people: [{ name: NAME, sex: 'f', phone: '0555 1' }, { name: 'Токтогулов Төлөгөн', sex: 'm' }] });

describe('[2.12] erasing somebody from the roll call', () => {
  it('says what goes and what stays, asks why, and leaves a word where the name was', async () => {
    const roll = await rollOf();
    await ask();
    expect(words()).toContain(NAME);
    for (const key of ['erase.goes_here', 'erase.stays', 'erase.files']) expect(words()).toContain(word('ky', key));
    // Alone there is no other tablet to speak of.
    expect(words()).not.toContain(word('ky', 'erase.away'));
    await tap(word('ky', 'erase.confirm'));
    await says('erase.reason_needed');
    expect((await roll.registrations())[0]?.name).toBe(NAME);
    await choose('asked');
    await tap(word('ky', 'erase.confirm'));
    await until(() => document.querySelector('dialog') === null, 'the sheet closes');
    await until(() => !words().includes(NAME), 'the name goes');
    expect(words()).toContain(word('ky', 'erase.name'));
    expect(words()).toContain(word('ky', 'erase.done'));
    const left = await roll.registrations();
    expect(left.map((r) => `${r.sex} ${r.name} ${r.erased}`).toSorted()).toEqual(['f undefined true', 'm Токтогулов Төлөгөн undefined']);
    expect(roll.store.people.index.search('Асанова', 9)).toEqual([]);
    // Those erased stand last, can still be marked, and cannot be erased or edited again.
    const rows = [...document.querySelectorAll('.roll-list .row-title')].map((r) => r.textContent);
    expect(rows.map((r) => r.includes(word('ky', 'erase.name')))).toEqual([false, true]);
    await tap(must([...document.querySelectorAll<HTMLElement>('.row-open')].at(-1), 'the last row'));
    expect(document.querySelector('dialog')?.textContent).toContain(word('ky', 'mark.present'));
    for (const key of ['erase.action', 'attendance.edit_person']) expect(document.querySelector('dialog')?.textContent).not.toContain(word('ky', key));
    await tap(word('ky', 'mark.present'));
    await until(async () => Object.values(await roll.marks()).some((m) => m.startsWith('present')), 'the mark');
  });

  it('where the endpoint is not reached says so, and nothing is erased', async () => {
    const roll = await rollOf();
    await roll.store.db.meta.put({ k: 'link', token: 'token', push: 'push', role: 'coordinator', device: 'd0', areas: [], epoch: 'e1' });
    await ask();
    expect(words()).toContain(word('ky', 'erase.away'));
    await choose('mistake');
    await tap(word('ky', 'erase.confirm'));
    await says('erase.problem.network');
    expect(document.querySelector('dialog')).not.toBeNull();
    expect((await roll.registrations())[0]?.name).toBe(NAME);
  });

  it('is not offered to a trainer', async () => {
    const roll = await rollOf();
    await roll.store.db.meta.put({ k: 'link', token: 'token', push: 'push', role: 'trainer', device: 'd0', areas: [], epoch: 'e1' });
    await pause(60);
    await tap(must(document.querySelector<HTMLElement>('.row-open'), 'a row'));
    expect(document.querySelector('dialog')?.textContent).toContain(word('ky', 'attendance.edit_person'));
    expect(document.querySelector('dialog')?.textContent).not.toContain(word('ky', 'erase.action'));
  });

  it('is possible where the training is finished, and nothing else is then', async () => {
    const roll = await openRoll({ people: [{ name: NAME, sex: 'f' }], training: { status: 'completed' } });
    await tap(must(document.querySelector<HTMLElement>('.row-open'), 'a row'));
    for (const key of ['mark.present', 'attendance.edit_person', 'attendance.take_off']) expect(document.querySelector('dialog')?.textContent).not.toContain(word('ky', key));
    await tap(word('ky', 'erase.action'));
    await says('erase.forever');
    await choose('other');
    await tap(word('ky', 'erase.confirm'));
    await until(async () => (await roll.registrations())[0]?.erased === true, 'erased');
  });

  it('takes everybody known to be the same person', async () => {
    const roll = await rollOf();
    const [a, b] = (await roll.store.list('person')).map((p) => p.id).toSorted();
    await roll.store.save([{ t: 'person_merge', s: 'r:local', values: { a: must(a, 'a'), b: must(b, 'b') } }]);
    await ask();
    await choose('asked');
    await tap(word('ky', 'erase.confirm'));
    await until(async () => (await roll.registrations()).every((r) => r.erased === true), 'both');
    // Nothing is left of their own rows here: nobody else has seen them, and they held nothing that is counted.
    expect((await roll.store.list('person')).filter((p) => p.erased !== true)).toEqual([]);
    await until(() => roll.store.people.size === 0, 'the index follows');
  });
});
