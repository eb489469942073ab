// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { addTraining, button, formOpens, link, newTablet, pause, expectText, showAt, tap, TODAY, until, write } from './support.tsx';

const titles = (): string[] => [...document.querySelectorAll('.row-title > :first-child')].map((e) => e.textContent);

describe('the first screen', () => {
  it('says what to do while there is no training, and one button does it', async () => {
    await showAt(await newTablet(), '/');
    await expectText('Биринчисин түзүңүз');
    await tap('Жаңы тренинг');
    await formOpens();
    expect(location.pathname).toBe('/trainings/new');
  });

  it('goes on with the registration of today: so many came of so many expected', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, { people: ['f', 'f', 'm'], came: 2, values: { planned: 24 } });
    await showAt(tablet, '/');
    await expectText('2/24');
    expect(document.querySelector('#go-on')?.textContent).toBe('Бүгүн');
    const go = button('Каттоону улантуу');
    expect(go.textContent).toContain('Келди: 2. Күтүлүүдө: 24');
    expect(go.getAttribute('href')).toBe(`/trainings/${id}/register`);
    expect(document.querySelector('.go-on')?.textContent).toContain('Токтогул району');
  });

  it('counts anew when a mark is set elsewhere', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, { people: ['f', 'm'], came: 1 });
    await showAt(tablet, '/');
    await expectText('1/2');
    const [, second] = await tablet.store.list('registration');
    await tablet.store.save([{ t: 'attendance', s: `t:${id}`, values: { registration: second?.id ?? '', slot: `d:${id}/1`, mark: 'present', at: `${TODAY}T09:00` } }]);
    await expectText('2/2');
  });

  it('groups trainings and shows place, days and numbers of each', async () => {
    const tablet = await newTablet();
    await addTraining(tablet.store, { days: ['2019-11-10'], people: ['f'], came: 0 });
    await addTraining(tablet.store, { days: ['2019-11-25'], values: { planned: 18 } });
    await addTraining(tablet.store, { days: ['2019-11-05'], values: { status: 'completed', kind: 'seminar' } });
    await showAt(tablet, '/');
    await expectText('Күтүлүүдө: 18');
    const text = document.body.textContent;
    expect(text).toContain('2019-ж. 25-ноябрь · Токтогул району, Жалал-Абад облусу');
    expect(text).toContain('Семинар');
    const order = ['Өтүп жаткан же аякталбаган', 'Алдыдагылар', 'Аяктагандар'].map((w) => text.indexOf(w));
    expect(order.every((at, i) => at > (order[i - 1] ?? 0))).toBe(true);
    // Not of today, so that what was forgotten is not taken for what goes on.
    expect(document.querySelector('#go-on')?.textContent).toBe('Аякталбаган тренинг');
    expect(titles()).toHaveLength(3);
  });

  it('marks what is not sent only where there is somewhere to send it', async () => {
    const tablet = await newTablet();
    await addTraining(tablet.store);
    await showAt(tablet, '/');
    await expectText('Келди: 0');
    expect(document.body.textContent).not.toContain('жөнөтүлө элек');
    await link(tablet.store, 'trainer');
    await expectText('жөнөтүлө элек');
  });

  it('can be searched once there are more than fifteen', async () => {
    const tablet = await newTablet();
    for (let i = 0; i < 15; i++) await addTraining(tablet.store, { days: ['2019-11-05'], values: { status: 'completed' } });
    await showAt(tablet, '/');
    await until(() => titles().length === 10, 'ten rows');
    expect(document.querySelector('[role=search]')).toBeNull();
    await tap('Баарын көрсөтүү: 15');
    await until(() => titles().length === 15, 'all rows');
    await addTraining(tablet.store, { days: ['2019-11-04'], values: { status: 'completed', title: 'Көчмө сабак' } });
    await until(() => document.querySelector('[role=search]') !== null, 'the search');
    await write('Тренингди издөө', 'кочмо');
    await until(() => titles().length === 1, 'one row');
    await write('Тренингди издөө', 'жок мындай');
    await expectText('Мындай тренинг табылган жок');
  });

  it("says of another's training that it is not open, and does not offer to register there", async () => {
    const tablet = await newTablet();
    await link(tablet.store, 'trainer');
    await tablet.store.save([{ t: 'training', s: 'p', id: 'bbbbbbbbbb.1' as never, values: { unit: '41703225853000', start: TODAY, end: TODAY } }]);
    await showAt(tablet, '/');
    await expectText('бул планшетке ачык эмес');
    await pause(50);
    expect(document.querySelector('#go-on')).toBeNull();
    expect(document.body.textContent).not.toContain('Келди');
  });
});
