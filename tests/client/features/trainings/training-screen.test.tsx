// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { addTraining, AIMAK, button, link, newTablet, expectText, showAt, tap, TODAY, until } from './support.tsx';

const device = { device: 'd1', label: 'Планшет — Айгүл', seen: Date.UTC(2019, 10, 18, 3, 5) };

describe('one training', () => {
  it('shows facts and numbers, and leads to registering and importing', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, {
      people: ['f', 'f', 'm', 'x'], came: 3, days: [TODAY, '2019-11-20'],
      values: { title: 'Гендердик бюджет', venue: 'мектеп', planned: 24, topics: ['grb'], langs: ['ky', 'ru'], notes: 'Проектор керек' },
    });
    await tablet.store.save((mint) => {
      const trainer = mint();
      return [
        { t: 'trainer', s: 'p', id: trainer, values: { name: 'Асанова Нургүл' } },
        { t: 'training_trainer', s: 'p', values: { training: id, trainer, kind: 'G', part: 'lead' } },
      ];
    });
    await showAt(tablet, `/trainings/${id}`);
    await expectText('Асанова Нургүл — Гендер боюнча эксперт · Негизги тренер');
    const text = document.body.textContent;
    for (const words of ['Гендердик бюджет', 'мектеп', '18-ноябрь, 20-ноябрь', 'кыргызча, орусча', 'Проектор керек', 'Күтүлгөн саны: 24', 'Аялдар: 2 · Эркектер: 1']) expect(text).toContain(words);
    await until(() => document.querySelector('h1')?.textContent.includes('Чолпон-Ата') === true, 'the place');
    expect([...document.querySelectorAll('.big-value')].map((e) => e.textContent)).toEqual(['4', '3', '3']);
    expect(text).toContain('18-ноябрь — келди');
    expect(button('Каттоону улантуу').getAttribute('href')).toBe(`/trainings/${id}/register`);
    expect(button('Тизмени импорттоо').getAttribute('href')).toBe(`/trainings/${id}/import`);
    // The address and the tab name nobody.
    expect(document.title).not.toContain('Асанова');
  });

  it('is finished with one tap that can be taken back, and opened again', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, { people: ['f'], came: 1 });
    const status = async (): Promise<string> => (await tablet.store.find('training', id))?.status ?? '';
    await showAt(tablet, `/trainings/${id}`);
    await expectText('Тренингди аяктоо');
    await tap('Тренингди аяктоо');
    await expectText('Ал жыйынтыктарга кирди');
    expect(await status()).toBe('completed');
    await tap('Кайтаруу');
    await until(async () => (await status()) === 'planned', 'not finished');
    await expectText('Тренингди аяктоо');
    await tap('Тренингди аяктоо');
    await expectText('Кайра ачуу');
    await tap('Кайра ачуу');
    await until(async () => (await status()) === 'running', 'open');
  });

  it('says that nobody is marked before it is finished empty', async () => {
    const tablet = await newTablet();
    await showAt(tablet, `/trainings/${await addTraining(tablet.store)}`);
    await expectText('Азырынча эч ким келди деп белгилене элек');
  });

  it('is deleted to the list, and Undo brings it back', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store, { people: ['f'], came: 1 });
    await showAt(tablet, `/trainings/${id}`);
    await expectText('Өчүрүү');
    await tap('Өчүрүү');
    await expectText('Тренинг өчүрүлдү');
    expect(location.pathname).toBe('/');
    expect(await tablet.store.list('training')).toEqual([]);
    await tap('Кайтаруу');
    await until(async () => (await tablet.store.list('training')).length === 1, 'the training');
    await until(() => location.pathname === `/trainings/${id}`, 'its page');
    await expectText('Каттоону улантуу');
  });

  it('of another tablet shows its facts alone and says what to do', async () => {
    const tablet = await newTablet();
    await link(tablet.store, 'trainer');
    await tablet.store.save([{ t: 'training', s: 'p', id: 'bbbbbbbbbb.1' as never, values: { unit: AIMAK, start: TODAY, end: TODAY, venue: 'мектеп' } }]);
    await showAt(tablet, '/trainings/bbbbbbbbbb.1');
    await expectText('координатордон ушул планшетке уруксат сураңыз');
    const text = document.body.textContent;
    expect(text).toContain('мектеп');
    for (const words of ['Каттоону', 'импорттоо', 'Тренингди аяктоо', 'Өчүрүү', 'Өзгөртүү', 'Катталды']) expect(text).not.toContain(words);
  });

  it('that is not there leads back to the list', async () => {
    await showAt(await newTablet(), '/trainings/aaaaaaaaaa.9');
    await expectText('Мындай тренинг жок');
  });
});

describe('which tablets may mark', () => {
  it('is no question for a tablet alone or a trainer', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store);
    await showAt(tablet, `/trainings/${id}`);
    await expectText('Тренинг жөнүндө');
    expect(document.querySelector('#training-tablets')).toBeNull();
    await link(tablet.store, 'trainer', [device]);
    // The tie and the rights are two answers of the store: between them a moment may show both of a coordinator.
    await until(async () => (await tablet.store.rights()).role === 'trainer' && document.querySelector('#training-tablets') === null, 'no question');
    await expectText('Тренинг жөнүндө');
    expect(document.querySelector('#training-tablets')).toBeNull();
  });

  it('is granted by a coordinator, and shown once the endpoint has agreed', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store);
    await link(tablet.store, 'coordinator', [device, { device: 'd2', label: 'Офис', role: 'coordinator' }]);
    const { asked } = await showAt(tablet, `/trainings/${id}`, { kind: 'ok', body: {} });
    await expectText('Акыркы байланыш: 18.11.2019 09:05');
    expect(document.body.textContent).not.toContain('Офис');
    expect(document.body.textContent).toContain('белгилей албайт');
    await tap('Уруксат берүү: Планшет — Айгүл');
    await until(() => document.querySelector('.row-done') !== null, 'granted');
    expect(asked).toEqual([{ path: '/v1/grant', body: { v: 1, device: 'd1', scope: `t:${id}`, on: true }, token: 'token' }]);
    await tap('Уруксатты алып салуу');
    await until(() => document.querySelector('.row-done') === null, 'taken back');
    expect(asked.at(-1)?.body).toMatchObject({ on: false });
  });

  it.each([
    [{ kind: 'lost', why: 'network', wait: 0 }, 'Бул үчүн интернет керек'],
    [{ kind: 'refused', status: 403, error: 'forbidden', wait: 0 }, 'координатордуку деп тааныбайт'],
    [{ kind: 'refused', status: 404, error: 'not_found', wait: 0 }, 'Алгач жазуулар жөнөтүлсүн'],
    [{ kind: 'refused', status: 400, error: 'bad_message', wait: 0 }, 'Сервер аткарган жок'],
  ] as const)('%o is said in words, and nothing is claimed', async (reply, words) => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store);
    await link(tablet.store, 'coordinator', [device]);
    await showAt(tablet, `/trainings/${id}`, reply);
    await expectText('белгилей албайт');
    await tap('Уруксат берүү');
    await expectText(words);
    expect(document.querySelector('.row-done')).toBeNull();
  });

  it('while no tablet has joined, the way to invite one is shown', async () => {
    const tablet = await newTablet();
    const id = await addTraining(tablet.store);
    await link(tablet.store, 'coordinator');
    await showAt(tablet, `/trainings/${id}`);
    await expectText('Азырынча тренердин планшети кошула элек');
    expect(button('Планшеттер жана чакыруулар').getAttribute('href')).toBe('/devices');
  });
});
