// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { removeTraining, saveTraining, setFinished, type Before } from '../../../../src/client/features/trainings/actions.ts';
import { formOf, newForm, type FormState, type TrainerLine } from '../../../../src/client/features/trainings/form-state.ts';
import { loadForm, loadTraining } from '../../../../src/client/features/trainings/load.ts';
import { scopeOf } from '../../../../src/client/features/trainings/queries.ts';
import type { Store } from '../../../../src/client/store/store.ts';
import type { RecordId } from '../../../../src/core/ids.ts';
import { must } from '../../../../src/core/result.ts';
import { addTraining, AIMAK, newTablet, TODAY } from './support.tsx';

const trainer = (name: string, kind = 'L'): TrainerLine => ({ trainer: undefined, name, kind, part: '' });
const form = (patch: Partial<FormState> = {}): FormState => ({ ...newForm(TODAY), unit: AIMAK, ...patch });
const days = async (store: Store, id: RecordId): Promise<string[]> => must(await loadTraining(store, id), 'training').slots.map((s) => `${String(s.n)} ${s.day ?? ''}`);

async function before(store: Store, id: RecordId): Promise<Before> {
  const { rows, slots, marked } = await loadForm(store, id);
  const found = must(rows, 'rows');
  return { training: found.training, form: formOf(found.training, slots, found), slots, marked };
}

describe('saving a training', () => {
  it('makes training, days, new trainers and their links in one save', async () => {
    const { store } = await newTablet();
    const { id, receipt } = await saveTraining(
      store,
      form({ end: '2019-11-20', off: ['2019-11-19'], venue: ' айыл өкмөтү ', planned: 24, trainers: [trainer('Асанова Нургүл', 'G'), trainer('Токтогулов Азамат')], topics: ['grb'] }),
      undefined,
    );
    expect(await store.find('training', id)).toMatchObject({ unit: AIMAK, start: TODAY, end: '2019-11-20', venue: 'айыл өкмөтү', planned: 24, kind: 'training', status: 'planned', per: 'day', topics: ['grb'] });
    expect(await days(store, id)).toEqual(['1 2019-11-18', '2 2019-11-20']);
    const links = await store.list('training_trainer');
    expect(links.map((l) => l.kind)).toEqual(['G', 'L']);
    expect((await store.list('trainer')).map((t) => t.name)).toEqual(['Асанова Нургүл', 'Токтогулов Азамат']);
    await store.undo(receipt);
    expect([await store.list('training'), await store.list('slot'), await store.list('trainer'), await store.list('training_trainer')]).toEqual([[], [], [], []]);
  });

  it('mends the letters of a new trainer as those of any name', async () => {
    const { store } = await newTablet();
    await saveTraining(store, form({ trainers: [trainer('  Aсанова   Нургул ')] }), undefined);
    expect((await store.list('trainer'))[0]?.name).toBe('Асанова Нургул');
  });

  it('writes nothing where nothing changed, and only what changed where something did', async () => {
    const { store } = await newTablet();
    const { id } = await saveTraining(store, form({ trainers: [trainer('Асанова Нургүл')] }), undefined);
    const ops = (): Promise<number> => store.db.pend.count();
    const was = await before(store, id);
    const count = await ops();
    await saveTraining(store, was.form, was);
    expect(await ops()).toBe(count);
    // Someone else names the venue while the form is open: it stays.
    await store.save([{ t: 'training', s: 'p', id, values: { venue: 'мектеп' } }]);
    await saveTraining(store, { ...was.form, title: 'Гендердик бюджет' }, was);
    expect(await store.find('training', id)).toMatchObject({ venue: 'мектеп', title: 'Гендердик бюджет' });
    expect(await ops()).toBe(count + 2);
  });

  it('empties what was emptied', async () => {
    const { store } = await newTablet();
    const { id } = await saveTraining(store, form({ title: 'Гендердик бюджет', planned: 24 }), undefined);
    const was = await before(store, id);
    await saveTraining(store, { ...was.form, title: '', planned: undefined }, was);
    expect(await store.find('training', id)).toMatchObject({ title: null, planned: null });
  });

  it('never drops a day with marks, also when the mark came after the form was opened', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store, { days: [TODAY, '2019-11-19'], people: ['f'], came: 0 });
    const was = await before(store, id);
    const registration = must((await store.list('registration'))[0], 'registration').id;
    await store.save([{ t: 'attendance', s: scopeOf(id), values: { registration, slot: `d:${id}/1`, mark: 'late', at: `${TODAY}T10:00` } }]);
    await saveTraining(store, { ...was.form, start: '2019-11-25', end: '2019-11-25' }, was);
    expect(await days(store, id)).toEqual(['1 2019-11-18', '2 2019-11-25']);
  });

  it('drops a day whose marks were all taken back, and brings it back by its own number', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store, { days: [TODAY, '2019-11-19'], people: ['f'], came: 1 });
    const attendance = must((await store.list('attendance'))[0], 'mark');
    await store.save([{ t: 'attendance', s: scopeOf(id), id: attendance.id, values: { mark: null, at: null } }]);
    const was = await before(store, id);
    await saveTraining(store, { ...was.form, off: [TODAY] }, was);
    expect(await days(store, id)).toEqual(['2 2019-11-19']);
    const then = await before(store, id);
    await saveTraining(store, { ...then.form, off: [] }, then);
    expect(await days(store, id)).toHaveLength(2);
  });

  it('takes trainers off and puts them on again as the same link', async () => {
    const { store } = await newTablet();
    const { id } = await saveTraining(store, form({ trainers: [trainer('Асанова Нургүл'), trainer('Токтогулов Азамат', 'K')] }), undefined);
    const was = await before(store, id);
    const [first, second] = was.form.trainers;
    await saveTraining(store, { ...was.form, trainers: [must(second, 'second')] }, was);
    expect((await store.list('training_trainer')).map((l) => l.kind)).toEqual(['K']);
    const then = await before(store, id);
    await saveTraining(store, { ...then.form, trainers: [...then.form.trainers, { ...must(first, 'first'), kind: 'G', part: 'lead' }] }, then);
    expect((await store.list('training_trainer')).map((l) => `${l.kind ?? ''} ${l.part ?? ''}`.trim()).toSorted()).toEqual(['G lead', 'K']);
    expect(await store.list('trainer')).toHaveLength(2);
  });

  it('a refused value writes nothing at all', async () => {
    const { store } = await newTablet();
    await expect(saveTraining(store, form({ title: 'а'.repeat(301), trainers: [trainer('Асанова Нургүл')] }), undefined)).rejects.toMatchObject({ fault: { code: 'too_long', field: 'title' } });
    expect(await store.db.pend.count()).toBe(0);
  });
});

describe('the end of a training', () => {
  it('is finished and opened again', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store);
    const receipt = await setFinished(store, id, true);
    expect((await store.find('training', id))?.status).toBe('completed');
    await store.undo(receipt);
    expect((await store.find('training', id))?.status).toBe('planned');
    await setFinished(store, id, true);
    await setFinished(store, id, false);
    expect((await store.find('training', id))?.status).toBe('running');
  });

  it('a deleted one comes back whole', async () => {
    const { store } = await newTablet();
    const id = await addTraining(store, { people: ['f', 'm'], came: 1 });
    const receipt = await removeTraining(store, id);
    expect(await store.find('training', id)).toBeUndefined();
    await store.undo(receipt);
    expect(await store.find('training', id)).toMatchObject({ unit: AIMAK });
    expect(await store.list('registration', scopeOf(id))).toHaveLength(2);
    expect(await store.list('attendance', scopeOf(id))).toHaveLength(1);
  });
});
