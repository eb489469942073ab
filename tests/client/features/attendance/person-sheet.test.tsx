// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { must } from '../../../../src/core/result.ts';
import { AIMAK, all, AREA, breakSaves, choose, likely, listed, one, openRoll, pause, tap, until, write, type Roll } from './roll-support.tsx';

const KNOWN = { name: 'А. Абрешова', sex: 'f', role: 'kenesh_deputy', phone: '+996 555 123 456' };
const errors = (): string[] => [...document.querySelectorAll('dialog .error')].map((e) => e.textContent);
const field = (name: string): HTMLInputElement => must(document.querySelector<HTMLInputElement>(`#person-${name}`), name);
const sheet = (): Element | null => document.querySelector('dialog');

/** Opens the sheet under what is typed into the search. */
async function typeAndAdd(text: string): Promise<void> {
  await write('roll-search', text);
  await tap(one(`Кошуу: «${text}»`));
}

async function saved(roll: Roll, name: string): Promise<void> {
  await until(async () => (await roll.registrations()).some((r) => r.name === name), `${name} saved`);
}

describe('a new person', () => {
  it('takes three taps from the typed name: add, sex, save; marked, in the area and unit of the training', async () => {
    const roll = await openRoll({ people: [{ name: 'Асанова Жаңыл', sex: 'f' }] });
    await typeAndAdd('Токтогулова Сайкал');
    expect(field('name').value).toBe('Токтогулова Сайкал');
    // Nothing is chosen for them; what the name suggests is said in words.
    expect(document.querySelectorAll('dialog input:checked')).toHaveLength(0);
    expect(document.querySelector('#person-sex')?.textContent).toContain('Аты-жөнүнө караганда: Аял');
    await choose('sex', 'f');
    await tap(one('Сактоо, келди'));
    await saved(roll, 'Токтогулова Сайкал');
    await until(() => sheet() === null, 'the sheet closed');
    const registration = must((await roll.registrations()).find((r) => r.name === 'Токтогулова Сайкал'), 'registration');
    expect(registration).toMatchObject({ sex: 'f', unit: AIMAK, source: 'walk_in', no: 2 });
    expect(await roll.store.find('person', registration.person ?? '')).toMatchObject({ scope: `r:${AREA}`, name: 'Токтогулова Сайкал', sex: 'f' });
    expect(await roll.marks()).toEqual({ 'Токтогулова Сайкал': 'present 2019-11-18T09:12' });
    expect(document.querySelector<HTMLInputElement>('#roll-search')?.value).toBe('');
    await until(() => listed().length === 2, 'the whole list again');
  });

  it('Enter in the name saves; without a sex it says so, goes there, and loses nothing', async () => {
    const roll = await openRoll();
    await tap(one('Жаңы адам'));
    await write('person-name', 'Оморов Бөлөт');
    field('name').closest('form')?.requestSubmit();
    await until(() => errors().length === 1, 'an error');
    expect(errors()[0]).toContain('Жынысы: бирин тандаңыз');
    await until(() => document.activeElement?.id === 'person-sex', 'the focus on the question');
    expect(field('name').value).toBe('Оморов Бөлөт');
    await choose('sex', 'm');
    expect(errors()).toEqual([]);
    field('name').closest('form')?.requestSubmit();
    await saved(roll, 'Оморов Бөлөт');
  });

  it('role, age and phone go along; a year of birth takes the place of the band and gives the band of that day', async () => {
    const roll = await openRoll();
    await typeAndAdd('Оморов Бөлөт');
    await choose('sex', 'm');
    await choose('band', '18-28');
    await write('person-year', '1984');
    expect(document.querySelectorAll('#person-band input:checked')).toHaveLength(0);
    await tap(one('Тургун'));
    await write('person-phone', '0700 112 301');
    await tap(one('Тизмеге гана кошуу'));
    await saved(roll, 'Оморов Бөлөт');
    expect(await roll.registrations()).toMatchObject([{ birth_year: 1984, age_band: '29-44', role: 'resident', phone: '+996 700 112 301' }]);
    expect(await roll.marks()).toEqual({});
    // The role given last is the first to choose from.
    await tap(one('Жаңы адам'));
    expect(document.querySelector('dialog .chip')?.textContent).toBe('Тургун');
  });

  it.each([
    ['1850', 'Туулган жылы: 1900 – 2019'],
    ['2090', 'Туулган жылы: 1900 – 2019'],
    ['84', 'Туулган жылы'],
    ['бир', 'Туулган жылы'],
  ])('a birth year of %s is refused in words, with everything kept', async (year, words) => {
    const roll = await openRoll();
    await typeAndAdd('Оморов Бөлөт');
    await choose('sex', 'm');
    await write('person-year', year);
    await tap(one('Сактоо, келди'));
    await until(() => errors().length === 1, 'an error');
    expect(errors()[0]).toContain(words);
    expect(field('year').value).toBe(year);
    expect(field('name').value).toBe('Оморов Бөлөт');
    expect(await roll.registrations()).toEqual([]);
  });

  it.each([
    ['500 letters', 'Асан '.repeat(100)],
    ['one letter', 'А'],
    ['no letter', '???'],
  ])('a name of %s is refused in words and stays in the field', async (_, name) => {
    const roll = await openRoll();
    await tap(one('Жаңы адам'));
    await write('person-name', name);
    await choose('sex', 'f');
    await tap(one('Сактоо, келди'));
    await until(() => errors().length === 1, 'an error');
    expect(field('name').value).toBe(name);
    expect(await roll.registrations()).toEqual([]);
  });

  it('a citizen’s 14-digit number is refused as a phone, with the reason', async () => {
    await openRoll();
    await typeAndAdd('Оморов Бөлөт');
    await choose('sex', 'm');
    await write('person-phone', '21203198400123');
    await tap(one('Сактоо, келди'));
    await until(() => errors().length === 1, 'an error');
    expect(errors()[0]).not.toContain('fault.');
    expect(field('phone').value).toBe('21203198400123');
  });

  it('a phone typed into the search becomes the phone, not the name', async () => {
    await openRoll();
    await typeAndAdd('0700 112 301');
    expect(field('name').value).toBe('');
    expect(field('phone').value).toBe('0700 112 301');
  });

  it('ӊ (U+04CA) and Latin look-alikes are mended on saving and the mended name is shown; a Latin name stays', async () => {
    const roll = await openRoll();
    await typeAndAdd('Жа\u04caыл Aсанова');
    expect(sheet()?.textContent).toContain('Окшош тамгалар оңдолуп сакталат: Жаңыл Асанова');
    await choose('sex', 'f');
    await tap(one('Сактоо, келди'));
    await saved(roll, 'Жаңыл Асанова');
    await typeAndAdd('John Smith');
    await choose('sex', 'm');
    await tap(one('Сактоо, келди'));
    await saved(roll, 'John Smith');
  });

  it('a save that fails loses nothing typed, and works when tried again', async () => {
    const roll = await openRoll();
    await typeAndAdd('Оморов Бөлөт');
    await choose('sex', 'm');
    await write('person-phone', '0700112301');
    const mend = breakSaves(roll.store);
    await tap(one('Сактоо, келди'));
    await until(() => document.querySelector('dialog .notice-danger') !== null, 'not saved');
    expect(field('name').value).toBe('Оморов Бөлөт');
    expect(field('phone').value).toBe('0700112301');
    expect(document.querySelector<HTMLInputElement>('#person-sex input[value=m]')?.checked).toBe(true);
    mend();
    await tap(one('Сактоо, келди'));
    await saved(roll, 'Оморов Бөлөт');
    expect(await roll.registrations()).toHaveLength(1);
  });

  it('closing asks only when something was typed, and going on finds it all again', async () => {
    await openRoll();
    await typeAndAdd('Оморов Бөлөт');
    await tap(one('Жабуу'));
    expect(sheet()).toBeNull();
    await tap(one('Кошуу: «Оморов Бөлөт»'));
    await choose('sex', 'm');
    await write('person-phone', '0700112301');
    sheet()?.dispatchEvent(new Event('cancel', { cancelable: true }));
    await pause(40);
    expect(document.querySelector('dialog h2')?.textContent).toBe('Сактабай чыгасызбы?');
    await tap(one('Толтурууну улантуу'));
    expect(field('phone').value).toBe('0700112301');
    expect(document.querySelector<HTMLInputElement>('#person-sex input[value=m]')?.checked).toBe(true);
    await tap(one('Жабуу'));
    await tap(one('Сактабай чыгуу'));
    expect(sheet()).toBeNull();
  });
});

describe('someone who may be known', () => {
  it('«A. Абрешова» with a Latin A is found as the known «А. Абрешова» and put on the list with one tap', async () => {
    const roll = await openRoll({ people: [{ ...KNOWN, listed: false }] });
    await write('roll-search', 'A. Абрешова');
    await tap(one('Тизмеге кошуу жана келди: А. Абрешова'));
    await saved(roll, 'А. Абрешова');
    expect(await roll.store.list('person')).toHaveLength(1);
  });

  it('the sheet asks while the name is typed; «this person» is one tap, adds the known one and what was answered', async () => {
    const roll = await openRoll({ people: [{ ...KNOWN, listed: false }] });
    await tap(one('Жаңы адам'));
    await write('person-name', 'A. Абрешова');
    await until(() => likely().length === 1, 'the card');
    expect(sheet()?.textContent).toContain('Бул адам барбы?');
    expect(likely()).toEqual(['А. Абрешова']);
    await choose('band', '45-59');
    await tap(one('Ушул адам'));
    await saved(roll, 'А. Абрешова');
    const [person] = await roll.store.list('person');
    expect(await roll.registrations()).toMatchObject([{ person: person?.id, phone: '+996 555 123 456', role: 'kenesh_deputy', age_band: '45-59' }]);
    expect(await roll.store.list('person')).toHaveLength(1);
    expect(await roll.marks()).toEqual({ 'А. Абрешова': 'present 2019-11-18T09:12' });
  });

  it('someone already on the list is marked, not added twice', async () => {
    const roll = await openRoll({ people: [KNOWN] });
    await tap(one('Жаңы адам'));
    await write('person-phone', '0555 123 456');
    await until(() => likely().length === 1, 'the card by phone');
    expect(document.querySelector('.likely-card')?.textContent).toContain('тизмеде бар');
    await tap(one('Ушул адам'));
    await until(async () => (await roll.marks())['А. Абрешова'] !== undefined, 'the mark');
    expect(await roll.registrations()).toHaveLength(1);
  });

  it('«someone else» takes the card away; with or without it saving is not hindered', async () => {
    const roll = await openRoll({ people: [{ ...KNOWN, listed: false }] });
    await typeAndAdd('Абрешова А.');
    await until(() => likely().length === 1, 'the card');
    await tap(one('Башка адам'));
    expect(likely()).toEqual([]);
    await choose('sex', 'f');
    await tap(one('Сактоо, келди'));
    await saved(roll, 'Абрешова А.');
    expect(await roll.store.list('person')).toHaveLength(2);
  });
});

describe('an edit', () => {
  it('writes the snapshot and the person’s own row, and only what was changed', async () => {
    const roll = await openRoll({ people: [{ name: 'Оморов Болот', sex: 'm', role: 'resident', birth_year: 1984 }] });
    const person = must((await roll.store.list('person'))[0], 'person');
    // Meanwhile the person has another post; the snapshot of this training keeps the old one.
    await roll.store.save([{ t: 'person', s: person.scope, id: person.id, values: { role: 'ngo' } }]);
    await tap(one('Оморов Болот'));
    await tap(one('Маалыматын өзгөртүү'));
    expect(field('year').value).toBe('1984');
    await write('person-name', 'Оморов Бөлөт');
    await write('person-year', '');
    await tap(one('Сактоо'));
    await saved(roll, 'Оморов Бөлөт');
    expect((await roll.registrations())[0]).toMatchObject({ role: 'resident', birth_year: null });
    expect(await roll.store.find('person', person.id)).toMatchObject({ name: 'Оморов Бөлөт', role: 'ngo', birth_year: null });
    await tap(one('Акыркысын кайтаруу'));
    await saved(roll, 'Оморов Болот');
  });

  it('of someone without a sex does not force an answer nobody has', async () => {
    const roll = await openRoll({ people: [{ name: 'Нуржан Асанов' }] });
    await tap(one('Нуржан Асанов'));
    await tap(one('Маалыматын өзгөртүү'));
    await write('person-name', 'Асанов Нуржан');
    await tap(one('Сактоо'));
    await saved(roll, 'Асанов Нуржан');
    expect(all('Сактоо')).toEqual([]);
  });
});
