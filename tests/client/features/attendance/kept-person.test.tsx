// @vitest-environment happy-dom
import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { must } from '../../../../src/core/result.ts';
import { all, breakSaves, choose, mount, one, openRoll, tap, until, write, type Roll } from './roll-support.tsx';

const field = (name: string): HTMLInputElement => must(document.querySelector<HTMLInputElement>(`#person-${name}`), name);
const text = (): string => document.body.textContent;
const offered = (): boolean => text().includes('Сакталбаган: ');

/** Whether the browser would ask before the page goes. */
function asks(): boolean {
  const leaving = new Event('beforeunload', { cancelable: true });
  dispatchEvent(leaving);
  return leaving.defaultPrevented;
}

/** The page goes and comes again, with what this tab and this tablet hold. */
async function reload(roll: Roll): Promise<void> {
  render(null, roll.root);
  await mount(roll.tablet, `/trainings/${roll.training}/register`);
}

describe('unsaved words in the person’s sheet', () => {
  it('the browser asks only while there are some', async () => {
    await openRoll();
    await tap(one('Жаңы адам'));
    expect(asks()).toBe(false);
    await write('person-name', 'Оморов Бөлөт');
    expect(asks()).toBe(true);
    await tap(one('Жабуу'));
    await tap(one('Сактабай чыгуу'));
    expect(asks()).toBe(false);
    expect(sessionStorage.length).toBe(0);
    expect(offered()).toBe(false);
  });

  it('of someone new are offered again after a reload, text in the unit field included, and saved as typed', async () => {
    const roll = await openRoll();
    await tap(one('Жаңы адам'));
    await write('person-name', 'Оморов Бөлөт');
    await choose('sex', 'm');
    await write('person-unit', 'Нигде');
    await reload(roll);
    await until(() => text().includes('Сакталбаган: Оморов Бөлөт'), 'the offer');
    await tap(one('Улантуу'));
    expect([field('name').value, field('unit').value]).toEqual(['Оморов Бөлөт', 'Нигде']);
    expect(document.querySelector<HTMLInputElement>('#person-sex input:checked')?.value).toBe('m');
    expect(asks()).toBe(true);
    await write('person-unit', '');
    await tap(one('Сактоо, келди'));
    await until(async () => (await roll.registrations()).some((r) => r.name === 'Оморов Бөлөт'), 'saved');
    await until(() => document.querySelector('dialog') === null, 'the sheet closed');
    await until(() => !asks(), 'no more question');
    expect([sessionStorage.length, offered()]).toEqual([0, false]);
  });

  it('of an edit lie over what came meanwhile: only what was touched changes', async () => {
    const roll = await openRoll({ people: [{ name: 'Оморов Болот', sex: 'm', role: 'resident' }] });
    await tap(one('Оморов Болот'));
    await tap(one('Маалыматын өзгөртүү'));
    await write('person-name', 'Оморов Бөлөт');
    const [before] = await roll.registrations();
    await roll.store.save([{ t: 'registration', s: roll.scope, id: must(before, 'row').id, values: { role: 'ngo' } }]);
    await reload(roll);
    await until(offered, 'the offer');
    await tap(one('Улантуу'));
    expect(field('name').value).toBe('Оморов Бөлөт');
    await tap(one('Сактоо'));
    await until(async () => (await roll.registrations())[0]?.name === 'Оморов Бөлөт', 'saved');
    expect((await roll.registrations())[0]).toMatchObject({ role: 'ngo', sex: 'm' });
  });

  it('stay when a save fails, and can be given up', async () => {
    const roll = await openRoll();
    await tap(one('Жаңы адам'));
    await write('person-name', 'Оморов Бөлөт');
    await choose('sex', 'm');
    breakSaves(roll.store);
    await tap(one('Сактоо, келди'));
    await until(() => document.querySelector('dialog .notice-danger') !== null, 'not saved');
    await reload(roll);
    await until(offered, 'the offer');
    await tap(one('Сактабоо'));
    expect([offered(), sessionStorage.length, all('Улантуу').length]).toEqual([false, 0, 0]);
  });

  it('of another version of the app are no form of this one', async () => {
    const roll = await openRoll();
    sessionStorage.setItem(`tizme.person ${roll.training}`, '{"form":{"name":"Оморов"},"looseUnit":""}');
    await reload(roll);
    expect(offered()).toBe(false);
    sessionStorage.setItem(`tizme.person ${roll.training}`, '{');
    await reload(roll);
    expect(offered()).toBe(false);
  });
});
