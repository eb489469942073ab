// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../src/client/i18n/i18n.ts';
import { must } from '../../../../src/core/result.ts';
import { addTraining, AIMAK, breakSaves, button, field, formOpens, link, newTablet, pick, expectText, reload, showAt, submit, tap, tile, TODAY, until, updatesHeld, write } from './support.tsx';

const path = (): string => location.pathname;

/** Text that is none of what the fields ask for. */
async function typeLoose(): Promise<void> {
  await write('Муниципалитет', 'Нигде');
  await write('Аяктаган күнү', '31.11.2019');
  await write('Күтүлгөн катышуучулардын саны', 'көп');
}
const expectLoose = (): void =>
  expect(['Муниципалитет', 'Аяктаган күнү', 'Күтүлгөн катышуучулардын саны'].map((l) => field(l).value)).toEqual(['Нигде', '31.11.2019', 'көп']);

describe('a new training', () => {
  it('needs a place and no more: today stands there already', async () => {
    const tablet = await newTablet();
    await showAt(tablet, '/trainings/new');
    await formOpens();
    expect(field('Башталган күнү').value).toBe('18.11.2019');
    await pick('Муниципалитет', 'Бостери');
    await submit();
    await until(() => /^\/trainings\/[0-9a-z.]+$/.test(path()), 'the training');
    const [training] = await tablet.store.list('training');
    expect(training).toMatchObject({ start: TODAY, end: TODAY, kind: 'training', status: 'planned', per: 'day' });
    expect(path()).toBe(`/trainings/${training?.id ?? ''}`);
    expect((await tablet.store.list('slot')).map((s) => s.day)).toEqual([TODAY]);
    await expectText('Каттоону баштоо');
  });

  it('shows rayon and oblast beside every place offered', async () => {
    await showAt(await newTablet(), '/trainings/new');
    await formOpens();
    await write('Муниципалитет', 'Чолпон');
    const rows = [...document.querySelectorAll('[role=option]')].map((o) => o.textContent);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every((r) => /району|облусу|шаары/.test(r))).toBe(true);
  });

  it('refuses an end before the start, says so, keeps every word and goes to the field', async () => {
    const tablet = await newTablet();
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await pick('Муниципалитет', 'Бостери');
    await write('Өткөрүлгөн жер', 'айыл өкмөтүнүн залы');
    await write('Аяктаган күнү', '17.11.2019');
    await submit();
    await expectText('Аяктаган күнү башталган күнүнөн эрте');
    await until(() => document.activeElement === field('Аяктаган күнү'), 'the focus in the field');
    expect(field('Аяктаган күнү').value).toBe('17.11.2019');
    expect(field('Өткөрүлгөн жер').value).toBe('айыл өкмөтүнүн залы');
    expect(await tablet.store.list('training')).toEqual([]);
    await write('Аяктаган күнү', '19.11.2019');
    expect(document.body.textContent).not.toContain('эрте турат');
    await submit();
    await until(async () => (await tablet.store.list('slot')).length === 2, 'two days');
  });

  it('does not drop in silence a day or a number that is none', async () => {
    const tablet = await newTablet();
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await pick('Муниципалитет', 'Бостери');
    await write('Күтүлгөн катышуучулардын саны', 'көп');
    await submit();
    await until(() => document.activeElement === field('Күтүлгөн катышуучулардын саны'), 'the focus in the field');
    await write('Күтүлгөн катышуучулардын саны', '24');
    await write('Башталган күнү', '31.11.2019');
    await submit();
    await expectText('Башталган күнү: күн, ай, жыл');
    expect(field('Башталган күнү').value).toBe('31.11.2019');
    expect(await tablet.store.list('training')).toEqual([]);
  });

  it('leaves out days that are unticked', async () => {
    const tablet = await newTablet();
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await pick('Муниципалитет', 'Бостери');
    await write('Аяктаган күнү', '20.11.2019');
    await tile('19-ноябрь');
    await submit();
    await until(async () => (await tablet.store.list('slot')).length === 2, 'two days');
    expect((await tablet.store.list('slot')).map((s) => s.day)).toEqual(['2019-11-18', '2019-11-20']);
  });

  it('takes a new trainer and knows one typed again', async () => {
    const tablet = await newTablet();
    await tablet.store.save((mint) => [{ t: 'trainer', s: 'p', id: mint(), values: { name: 'Токтогулов Азамат', kinds: ['K'] } }]);
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await pick('Муниципалитет', 'Бостери');
    await tap('Тренер кошуу');
    await pick('Тренердин аты-жөнү', 'Асанова Нургүл');
    expect(field('Тренердин аты-жөнү').value).toBe('Асанова Нургүл');
    await tap('Кошуу');
    expect(document.querySelector('dialog')?.textContent).toContain('Тренердин түрүн тандаңыз');
    await tile('Гендер боюнча эксперт');
    await tile('Негизги тренер');
    await tap('Кошуу');
    expect(document.querySelector('dialog')).toBeNull();
    await tap('Тренер кошуу');
    await pick('Тренердин аты-жөнү', 'токтогулов');
    await tap('Кошуу');
    await submit();
    await until(async () => (await tablet.store.list('training_trainer')).length === 2, 'two links');
    const links = (await tablet.store.list('training_trainer')).map((l) => `${l.kind ?? ''} ${l.part ?? ''}`.trim());
    expect(links.toSorted()).toEqual(['G lead', 'K']);
    expect((await tablet.store.list('trainer')).map((t) => t.name).toSorted()).toEqual(['Асанова Нургүл', 'Токтогулов Азамат']);
  });

  it('says so when the disk is full, and saves the same words afterwards', async () => {
    const tablet = await newTablet();
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await pick('Муниципалитет', 'Бостери');
    await write('Өткөрүлгөн жер', 'мектеп');
    const mend = breakSaves(tablet.store);
    await submit();
    await expectText('Сакталган жок');
    expect(document.querySelector('[role=alert]')?.textContent).toContain('Жазганыңыз экранда турат');
    expect(field('Өткөрүлгөн жер').value).toBe('мектеп');
    mend();
    await submit();
    await until(async () => (await tablet.store.list('training')).length === 1, 'the training');
  });

  it('keeps what is typed when the language changes', async () => {
    await showAt(await newTablet(), '/trainings/new');
    await formOpens();
    await pick('Муниципалитет', 'Бостери');
    await write('Өткөрүлгөн жер', 'мектеп');
    await setLanguage('ru');
    await expectText('Место проведения');
    expect(field('Место проведения').value).toBe('мектеп');
    expect(field('Муниципалитет').value).toContain('Бостер');
    await setLanguage('ky');
  });

  it('gives back what was typed to one who left without saving, holding updates back meanwhile', async () => {
    const tablet = await newTablet();
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await write('Өткөрүлгөн жер', 'мектеп');
    const leaving = new Event('beforeunload', { cancelable: true });
    dispatchEvent(leaving);
    expect(leaving.defaultPrevented).toBe(true);
    expect(updatesHeld()).toBe(true);
    await tap('Артка');
    await expectText('Биринчисин түзүңүз');
    await tap('Жаңы тренинг');
    await expectText('сакталбай калган текст');
    expect(field('Өткөрүлгөн жер').value).toBe('мектеп');
    await tap('Алардан баш тартуу');
    expect(field('Өткөрүлгөн жер').value).toBe('');
    const calm = new Event('beforeunload', { cancelable: true });
    dispatchEvent(calm);
    expect(calm.defaultPrevented).toBe(false);
    expect(updatesHeld()).toBe(false);
  });

  it('keeps over leaving by the tab bar what is no day, no place and no number', async () => {
    await showAt(await newTablet(), '/trainings/new');
    await formOpens();
    await typeLoose();
    await tap('Артка');
    await expectText('Биринчисин түзүңүз');
    await tap('Жаңы тренинг');
    await formOpens();
    expectLoose();
    await tap('Алардан баш тартуу');
    await formOpens();
    expect(['Муниципалитет', 'Аяктаган күнү', 'Күтүлгөн катышуучулардын саны'].map((l) => field(l).value)).toEqual(['', '18.11.2019', '']);
  });

  it('outlives a reload of the tab with everything typed, and nothing of it once it is given up', async () => {
    const tablet = await newTablet();
    const first = await showAt(tablet, '/trainings/new');
    await formOpens();
    await typeLoose();
    await write('Өткөрүлгөн жер', 'мектеп');
    reload(first.root, 'new');
    await showAt(tablet, '/trainings/new');
    await formOpens();
    await expectText('сакталбай калган текст');
    expectLoose();
    expect(field('Өткөрүлгөн жер').value).toBe('мектеп');
    expect(updatesHeld()).toBe(true);
    await tap('Алардан баш тартуу');
    expect(sessionStorage.length).toBe(0);
  });

  it('of another version of the app does not come back', async () => {
    sessionStorage.setItem('tizme.form new', '{"form":{"venue":"мектеп"}}');
    await showAt(await newTablet(), '/trainings/new');
    await formOpens();
    expect(document.body.textContent).not.toContain('сакталбай калган текст');
    expect(field('Өткөрүлгөн жер').value).toBe('');
  });

  it('is left by Cancel, and the toast brings the words back', async () => {
    await showAt(await newTablet(), '/trainings/new');
    await formOpens();
    await write('Өткөрүлгөн жер', 'мектеп');
    await tap('Жокко чыгаруу');
    await expectText('Биринчисин түзүңүз');
    await tap('Кайтаруу');
    await expectText('сакталбай калган текст');
    expect(field('Өткөрүлгөн жер').value).toBe('мектеп');
  });
});

describe('editing a training', () => {
  it('warns before a day with marks is left out, keeps it, and offers to undo', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, { days: [TODAY, '2019-11-19'], people: ['f'], came: 1, values: { venue: 'мектеп' } });
    await showAt(tablet, `/trainings/${id}/edit`);
    await formOpens();
    await tile('18-ноябрь');
    await expectText('Белгилери бар күндөр калат: 18-ноябрь');
    await write('Өткөрүлгөн жер', 'китепкана');
    await submit();
    await expectText('Өзгөртүүлөр сакталды');
    expect((await tablet.store.list('slot')).map((s) => s.day)).toEqual([TODAY, '2019-11-19']);
    expect((await tablet.store.find('training', id))?.venue).toBe('китепкана');
    await tap('Кайтаруу');
    await until(async () => (await tablet.store.find('training', id))?.venue === 'мектеп', 'the old venue');
  });

  it('over what stood when it was opened outlives a reload too', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, { days: [TODAY, '2019-11-19'], people: ['f'], came: 1, values: { venue: 'мектеп' } });
    const first = await showAt(tablet, `/trainings/${id}/edit`);
    await formOpens();
    await write('Өткөрүлгөн жер', 'китепкана');
    await tile('18-ноябрь');
    reload(first.root, id);
    await tablet.store.save([{ t: 'training', s: 'p', id, values: { planned: 30 } }]);
    await showAt(tablet, `/trainings/${id}/edit`);
    await formOpens();
    await expectText('сакталбай калган текст');
    await submit();
    await expectText('Өзгөртүүлөр сакталды');
    expect(await tablet.store.find('training', id)).toMatchObject({ venue: 'китепкана', planned: 30 });
    expect((await tablet.store.list('slot')).map((s) => s.day)).toEqual([TODAY, '2019-11-19']);
    expect(sessionStorage.length).toBe(0);
  });

  it('is not offered on a tablet that may not', async () => {
    const tablet = await newTablet();
    await link(tablet.store, 'trainer');
    await tablet.store.save([{ t: 'training', s: 'p', id: 'bbbbbbbbbb.1' as never, values: { unit: AIMAK, start: TODAY, end: TODAY } }]);
    await showAt(tablet, '/trainings/bbbbbbbbbb.1/edit');
    await expectText('Координаторго кайрылыңыз');
    expect(document.querySelector('form')).toBeNull();
  });

  it('of a training that is gone leads back to the list', async () => {
    await showAt(await newTablet(), '/trainings/aaaaaaaaaa.9/edit');
    await expectText('Мындай тренинг жок');
    expect(must(button('Тренингдердин тизмесине'), 'link').getAttribute('href')).toBe('/');
  });
});
