import { expect, it } from 'vitest';
import { newPersonDrafts, markDraft, slotId, trainingScope } from '../../../src/client/features/attendance/actions.ts';
import { recordFacts, trainingWords } from '../../../src/client/deps/record-facts.ts';
import { recordId } from '../../../src/core/ids.ts';
import { must } from '../../../src/core/result.ts';
import { makeWorld, type Joined } from '../../support/endpoint.ts';
import { word } from '../../support/words.ts';

const format = { day: (d: string) => d } as Parameters<typeof trainingWords>[0]['format'];
const x = { t: ((key: string) => word('ru', key)) as Parameters<typeof trainingWords>[0]['t'], format, lang: 'ru' as const, units: undefined };

it('[2.6] [4.2/36] a child whose parent has not come, or never comes, is kept and shown under "unknown"; the parent’s coming changes that alone', async () => {
  const world = await makeWorld();
  const office = await world.joined(1, await world.firstInvite());
  const trainer = await world.joined(2, await world.invite('coordinator'));
  // Children first: their training and the person's own record stay behind on the tablet that made them.
  const training = recordId(trainer.store.self.replica, 77);
  const s = trainingScope(training);
  let child = '';
  await trainer.store.save((mint) => {
    const made = newPersonDrafts(mint, { training: { id: training, start: '2019-11-18' }, area: '41703225000000', source: 'list', no: 1 }, { name: 'Асанова Жаңыл', sex: 'f', age_band: '26_45', role: 'citizen' });
    child = made.registration;
    return [...made.drafts.filter((d) => d.t !== 'person'), markDraft(training, made.registration, slotId(training, 1), 'present', '2019-11-18T09:12')];
  });
  expect(await trainer.sync()).toEqual({ kind: 'done' });
  expect(await office.sync()).toEqual({ kind: 'done' });

  const facts = async (t: Joined): ReturnType<typeof recordFacts> => recordFacts(t.store, must(await t.store.db.view.get([s, 'attendance', `a:${child}/${slotId(training, 1)}`]), 'attendance'));
  const before = await facts(office);
  expect(before).toMatchObject({ name: 'Асанова Жаңыл', training, facts: undefined, day: undefined });
  expect(trainingWords(x, before.facts)).toBe(word('ru', 'sync.unknown_training'));
  expect(await office.store.list('registration', s)).toHaveLength(1);

  // The parent arrives months later, from whoever had it.
  await trainer.store.save([
    { t: 'training', s: 'p', id: training, values: { unit: '41703225853000', start: '2019-11-18', end: '2019-11-18', title: 'Бюджет' } },
    { t: 'slot', s, values: { training, n: 1, day: '2019-11-18' } },
  ]);
  await trainer.sync();
  await office.sync();
  const after = await facts(office);
  expect(after).toMatchObject({ name: 'Асанова Жаңыл', day: '2019-11-18' });
  expect(trainingWords(x, after.facts)).toContain('Бюджет');
});
