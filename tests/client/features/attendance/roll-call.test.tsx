// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { RollRow } from '../../../../src/client/features/attendance/roll-row.tsx';
import { all, breakSaves, known, listed, one, openRoll, pause, slotOf, tap, until, write } from './roll-support.tsx';

const THREE = [
  { name: 'Өмүрбекова Үмүт', sex: 'f', role: 'resident' },
  { name: 'Асанова Жаңыл', sex: 'f', role: 'social_worker', phone: '+996 700 112 301' },
  { name: 'Оморов Бөлөт', sex: 'm', role: 'kenesh_deputy' },
];

describe('roll call', () => {
  it('lists people in the order of the Kyrgyz alphabet, with place and day in the head', async () => {
    const { root } = await openRoll({ people: THREE });
    expect(listed()).toEqual(['Асанова Жаңыл', 'Оморов Бөлөт', 'Өмүрбекова Үмүт']);
    expect(root.querySelector('h1')?.textContent).toContain('Чолпон-Ата');
    expect(root.querySelector('.head-words p')?.textContent).toBe('18-ноябрь · Гендердик бюджет');
  });

  it('one tap marks: on disk with its local time, then green with the time', async () => {
    const roll = await openRoll({ people: THREE });
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(() => all('Келди 09:12: Асанова').length === 1, 'the tick');
    expect(await roll.marks()).toEqual({ 'Асанова Жаңыл': 'present 2019-11-18T09:12' });
    expect(document.querySelector('.row-done .row-title')?.textContent).toContain('Асанова');
    expect(document.querySelector('.roll-number')?.textContent).toContain('Залда: 1, күтүлгөнү: 4');
  });

  it('the second half of a double tap neither undoes nor opens anything; a later tap offers the marks', async () => {
    const roll = await openRoll({ people: THREE });
    const saves = (): Promise<number> => roll.store.db.pend.count();
    const before = await saves();
    const button = one('Келди деп белгилөө: Асанова');
    button.click();
    button.click();
    await until(() => all('Келди 09:12: Асанова').length === 1, 'the tick');
    roll.tablet.clock.now += 600;
    await tap(one('Келди 09:12: Асанова'));
    expect(document.querySelector('dialog')).toBeNull();
    expect(await saves()).toBe(before + 1);
    roll.tablet.clock.now += 701;
    await tap(one('Келди 09:12: Асанова'));
    expect(document.querySelector('dialog h2')?.textContent).toBe('Асанова Жаңыл');
    await tap(one('Кечикти'));
    await until(async () => (await roll.marks())['Асанова Жаңыл']?.startsWith('late') === true, 'late');
    expect(document.querySelector('dialog')).toBeNull();
  });

  it('a double tap never reaches the person who moves under the finger, while two quick taps on two people both count', async () => {
    const roll = await openRoll({ people: THREE });
    await tap(one('Белгилене элек'));
    await tap(one('Келди деп белгилөө: Асанова'), { x: 500, y: 300 });
    await until(() => all('Келди 09:12: Асанова').length === 1, 'the tick');
    // Marked just now, the row stays where it is.
    expect(listed()).toEqual(['Асанова Жаңыл', 'Оморов Бөлөт', 'Өмүрбекова Үмүт']);
    await tap(one('Келди деп белгилөө: Оморов'), { x: 505, y: 310 });
    expect(Object.keys(await roll.marks())).toEqual(['Асанова Жаңыл']);
    await tap(one('Келди деп белгилөө: Өмүрбекова'), { x: 500, y: 500 });
    await until(async () => Object.keys(await roll.marks()).length === 2, 'two marks');
    await tap(one('Белгилене элек'));
    expect(listed()).toEqual(['Оморов Бөлөт']);
    await tap(one('Келгендер'));
    expect(listed()).toEqual(['Асанова Жаңыл', 'Өмүрбекова Үмүт']);
  });

  it('undo takes the last mark back, and the same mark can be set again within the minute', async () => {
    const roll = await openRoll({ people: THREE });
    expect(one('Акыркысын кайтаруу').hasAttribute('disabled')).toBe(true);
    for (let round = 0; round < 2; round++) {
      await tap(one('Келди деп белгилөө: Оморов'));
      await until(() => all('Келди 09:12: Оморов').length === 1, 'the tick');
      expect(await roll.marks()).toEqual({ 'Оморов Бөлөт': 'present 2019-11-18T09:12' });
      expect(document.querySelector('.toast p')?.textContent).toBe('Оморов Бөлөт — Келди');
      await tap(one('Акыркысын кайтаруу'));
      await until(() => all('Келди деп белгилөө: Оморов').length === 1, 'unmarked');
      expect(await roll.marks()).toEqual({});
      roll.tablet.clock.now += 1000;
    }
  });

  it('undo goes back save by save, from the toast or from the button, and ends when nothing is left', async () => {
    const roll = await openRoll({ people: THREE });
    await tap(one('Келди деп белгилөө: Асанова'), { x: 1, y: 1 });
    await tap(one('Келди деп белгилөө: Оморов'), { x: 1, y: 200 });
    await until(async () => Object.keys(await roll.marks()).length === 2, 'two marks');
    await until(() => document.querySelector('.toast p')?.textContent === 'Оморов Бөлөт — Келди', 'the toast of the later save');
    await tap(document.querySelector('.toast button') ?? document.body);
    await until(async () => Object.keys(await roll.marks()).length === 1, 'one undone');
    expect(Object.keys(await roll.marks())).toEqual(['Асанова Жаңыл']);
    expect(document.querySelector('.toast p')?.textContent).toBe('Кайтарылды: Оморов Бөлөт — Келди');
    await tap(one('Акыркысын кайтаруу'));
    await until(async () => Object.keys(await roll.marks()).length === 0, 'both undone');
    expect(one('Акыркысын кайтаруу').hasAttribute('disabled')).toBe(true);
  });

  it('a double tap on undo takes back one save; a tap later takes back the one before', async () => {
    const roll = await openRoll({ people: THREE });
    await tap(one('Келди деп белгилөө: Асанова'), { x: 1, y: 1 });
    await tap(one('Келди деп белгилөө: Оморов'), { x: 1, y: 200 });
    await until(async () => Object.keys(await roll.marks()).length === 2, 'two marks');
    await tap(one('Акыркысын кайтаруу'));
    roll.tablet.clock.now += 600;
    await tap(one('Акыркысын кайтаруу'));
    await until(() => all('Келди деп белгилөө: Оморов').length === 1, 'unmarked');
    await pause(60);
    expect(Object.keys(await roll.marks())).toEqual(['Асанова Жаңыл']);
    roll.tablet.clock.now += 800;
    await tap(one('Акыркысын кайтаруу'));
    await until(async () => Object.keys(await roll.marks()).length === 0, 'both undone');
  });

  it('on a free day between marks the last past day, as the training says', async () => {
    await openRoll({ people: THREE, days: ['2019-11-17', '2019-11-19'] });
    expect(document.querySelector('.head-words p')?.textContent).toContain('17-ноябрь');
  });

  it('a save that fails says so in red, leaves the row unmarked, and the next tap works', async () => {
    const roll = await openRoll({ people: THREE });
    const mend = breakSaves(roll.store);
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(() => document.querySelector('.notice-danger') !== null, 'not saved');
    expect(document.querySelector('.notice-danger')?.textContent).toContain('Асанова Жаңыл');
    expect(document.querySelector('.toast')).toBeNull();
    expect(document.querySelector('.row-done')).toBeNull();
    mend();
    roll.tablet.clock.now += 800;
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(() => all('Келди 09:12: Асанова').length === 1, 'the tick');
    expect(document.querySelector('.notice-danger')).toBeNull();
  });

  it('shows what another tab or tablet marks, and marks that are no presence are not counted', async () => {
    const roll = await openRoll({ people: THREE });
    const [first] = (await roll.registrations()).filter((r) => r.name === 'Оморов Бөлөт');
    await roll.store.save([{ t: 'attendance', s: roll.scope, values: { registration: first?.id ?? '', slot: slotOf(roll), mark: 'excused', at: '2019-11-18T09:00' } }]);
    await until(() => all('Себептүү: Оморов').length === 1, 'the mark of another');
    expect(document.querySelector('.roll-number')?.textContent).toContain('Залда: 0');
    expect(document.querySelector('.row-done')).toBeNull();
  });

  it('finds by folded, Latin and phone text in at most three letters, list first, and says what is not on it', async () => {
    const roll = await openRoll({ people: [...THREE, { name: 'Жаңылова Омур', sex: 'f', listed: false }] });
    await write('roll-search', 'оме');
    expect(listed()).toEqual([]);
    await write('roll-search', 'ому');
    expect(listed()).toEqual(['Өмүрбекова Үмүт']);
    expect(known()).toEqual(['Жаңылова Омур']);
    await write('roll-search', 'jan');
    expect(listed()).toEqual(['Асанова Жаңыл']);
    expect(known()).toEqual(['Жаңылова Омур']);
    await write('roll-search', '301');
    expect(listed()).toEqual(['Асанова Жаңыл']);
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(async () => (await roll.marks())['Асанова Жаңыл'] !== undefined, 'the mark');
  });

  it('a known person who is not on the list is added and marked with one tap, in one save that one undo takes back', async () => {
    const roll = await openRoll({ people: [...THREE, { name: 'Абрешова А.', sex: 'f', role: 'kenesh_deputy', phone: '+996 555 123 456', listed: false }] });
    await write('roll-search', 'абр');
    expect(known()).toEqual(['Абрешова А.']);
    await tap(one('Тизмеге кошуу жана келди: Абрешова'));
    await until(() => listed().includes('Абрешова А.'), 'on the list');
    expect(known()).toEqual([]);
    expect((await roll.registrations()).find((r) => r.name === 'Абрешова А.')).toMatchObject({ role: 'kenesh_deputy', phone: '+996 555 123 456', source: 'walk_in', no: 4, sex: 'f' });
    expect((await roll.marks())['Абрешова А.']).toBe('present 2019-11-18T09:12');
    await tap(one('Акыркысын кайтаруу'));
    await until(() => known().length === 1, 'known again');
    expect(await roll.registrations()).toHaveLength(3);
    expect(await roll.marks()).toEqual({});
  });

  it('Enter in the search leads to the first answer and marks nobody yet', async () => {
    const roll = await openRoll({ people: THREE });
    await write('roll-search', 'ому');
    document.querySelector<HTMLFormElement>('.roll-search')?.requestSubmit();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Келди деп белгилөө: Өмүрбекова Үмүт');
    expect(await roll.marks()).toEqual({});
  });

  it('takes someone off the list with their mark; undo brings both back', async () => {
    const roll = await openRoll({ people: THREE });
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(() => all('Келди 09:12: Асанова').length === 1, 'the tick');
    await tap(one('Асанова Жаңыл'));
    await tap(one('Тизмеден алып салуу'));
    await until(() => listed().length === 2, 'off the list');
    expect(await roll.marks()).toEqual({});
    await tap(one('Акыркысын кайтаруу'));
    await until(() => listed().length === 3, 'back');
    expect(await roll.marks()).toEqual({ 'Асанова Жаңыл': 'present 2019-11-18T09:12' });
  });

  it('chooses today among several days, marks another one when told to, and says which', async () => {
    const roll = await openRoll({ people: THREE, days: ['2019-11-17', '2019-11-18', '2019-11-19'] });
    const radios = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('.roll .segmented input')];
    expect(radios().map((r) => r.checked)).toEqual([false, true, false]);
    expect(document.querySelector('.notice-warn')).toBeNull();
    const first = radios()[0];
    first?.dispatchEvent(new Event('change', { bubbles: true }));
    await pause(30);
    expect(document.querySelector('.notice-warn')?.textContent).toBe('Белгиленип жаткан күн: 17-ноябрь. Бүгүн: 18-ноябрь.');
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(() => all('Келди · 18-ноябрь: Асанова').length === 1, 'marked, with the day it was set');
    const [mark] = await roll.store.list('attendance', roll.scope);
    expect(mark).toMatchObject({ slot: slotOf(roll, 1), at: '2019-11-18T09:12' });
  });

  it('a training without rows for its days is marked all the same: the first mark makes the day', async () => {
    const roll = await openRoll({ people: THREE });
    const day = slotOf(roll);
    await roll.store.save([{ t: 'slot', s: roll.scope, id: day, values: {}, gone: true }]);
    expect(await roll.store.list('slot', roll.scope)).toEqual([]);
    await pause(50);
    await tap(one('Келди деп белгилөө: Асанова'));
    await until(() => all('Келди 09:12: Асанова').length === 1, 'the tick');
    expect(await roll.store.list('slot', roll.scope)).toMatchObject([{ id: day, n: 1, day: '2019-11-18' }]);
  });

  it('a finished training is read only and says why, with the way to its page', async () => {
    await openRoll({ people: THREE, training: { status: 'completed' } });
    expect(document.querySelector('.notice')?.textContent).toContain('Тренинг аяктады');
    expect(document.querySelector('.notice a')?.getAttribute('href')).toMatch(/^\/trainings\/[^/]+$/);
    expect(all('Келди деп белгилөө')).toEqual([]);
    expect(all('Жаңы адам')).toEqual([]);
    expect(document.querySelector('.roll-list')?.textContent).toContain('Белгилене элек');
  });

  it('a training of others is read only for a trainer, and says whom to ask', async () => {
    const roll = await openRoll({ people: THREE, foreign: true });
    expect(all('Келди деп белгилөө')).toHaveLength(3);
    await roll.store.join({ token: 't', push: 'p', role: 'trainer', device: 'd', areas: [], epoch: 'e', now: 0, name: 'Орозов Таалай' });
    await until(() => document.querySelector('.notice')?.textContent.includes('координаторго') === true, 'why');
    expect(all('Келди деп белгилөө')).toEqual([]);
  });

  it('a mark among 300 people renders one row, not the list', async () => {
    const people = Array.from({ length: 300 }, (_, i) => ({ name: `Асанов ${String(i).padStart(3, '0')}`, sex: 'm' }));
    const roll = await openRoll({ people });
    await until(() => listed().length === 300, 'all rows');
    await pause(100);
    const render = vi.spyOn(RollRow.prototype, 'render');
    await tap(one('Келди деп белгилөө: Асанов 150'));
    await until(async () => (await roll.marks())['Асанов 150'] !== undefined, 'the mark');
    await until(() => all('Келди 09:12: Асанов 150').length === 1, 'the tick');
    await pause(100);
    expect(render.mock.calls.length).toBeLessThanOrEqual(4);
    expect(render.mock.contexts.every((row) => row instanceof RollRow && row.props.name === 'Асанов 150')).toBe(true);
    render.mockRestore();
  });

  it('an empty list says the next step', async () => {
    await openRoll();
    expect(document.querySelector('.empty p')?.textContent).toContain('Тизме азырынча бош');
    expect(document.querySelector('.empty a')?.getAttribute('href')).toMatch(/\/import$/);
  });
});
