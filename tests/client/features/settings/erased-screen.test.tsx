// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
// First: it puts IndexedDB into the page before Dexie is read.
import { DAY, expectText, HOUR, newTablet, NOW, showScreens, tap, tie, words } from './support.tsx';
import { ErasedScreen } from '../../../../src/client/features/settings/erased-screen.tsx';
import type { Ask, Reply } from '../../../../src/client/sync/transport.ts';
import type { ErasureReport } from '../../../../src/core/sync/erasure.ts';
import { word } from '../../../support/words.ts';

const pages = [{ path: '/erased', component: ErasedScreen }];
const report = (over: Partial<ErasureReport>): ErasureReport => ({ id: 'e1', at: NOW - DAY, by: 'Кеңсе', reason: 'asked', rows: 4, waiting: [], ...over });

async function open(reply: Reply | Ask, role: 'coordinator' | 'trainer' = 'coordinator'): Promise<void> {
  const tablet = await newTablet();
  await tie(tablet.store, { role });
  await showScreens(tablet, { pages, at: '/erased', ask: typeof reply === 'function' ? reply : () => Promise.resolve(reply) });
}

describe('[2.12] the list of erasures', () => {
  it('says when, why and from where, and which tablets have not heard, with their last contact', async () => {
    const waiting = [{ device: 'd2', label: 'Планшет Ош', seen: NOW - 3 * HOUR }, { device: 'd3', label: '', seen: 0 }];
    await open({ kind: 'ok', body: { erasures: [report({ id: 'e2', reason: 'mistake', waiting }), report({})] } });
    await expectText('Планшетов, где ещё не удалено: 2');
    for (const text of ['04.12.2019, 14:32', 'Внесено по ошибке', 'Попросил сам человек', 'Записей: 4', 'С планшета: Кеңсе', 'Планшет Ош · Последняя связь: 11:32', 'Планшет без названия · Ещё не выходил на связь', 'Удалено на всех планшетах.']) {
      expect(words()).toContain(text);
    }
  });

  it('empty, it says where people are erased', async () => {
    await open({ kind: 'ok', body: { erasures: [] } });
    await expectText(word('ru', 'erase.list_none'));
    expect(document.querySelector('.empty a')?.getAttribute('href')).toBe('/');
  });

  it('without a network it says so and asks again', async () => {
    let times = 0;
    await open(() => Promise.resolve(times++ === 0 ? { kind: 'lost', why: 'network', wait: 0 } : { kind: 'ok', body: { erasures: [report({})] } }));
    await expectText(word('ru', 'erase.list_problem.network'));
    await tap(word('ru', 'devices.refresh'));
    await expectText('Удалено на всех планшетах.');
  });

  it.each<[string, Reply]>([
    ['an answer that is none', { kind: 'ok', body: { erasures: [{ id: 1 }] } }],
    ['a failure', { kind: 'lost', why: 'server', wait: 0 }],
  ])('%s is no list', async (_, reply) => {
    await open(reply);
    await expectText(word('ru', 'erase.list_problem.failed'));
  });

  it('is for coordinators of a project', async () => {
    await open(() => Promise.reject(new Error('asked')), 'trainer');
    await expectText(word('ru', 'erase.list_problem.forbidden'));
    const alone = await newTablet(9);
    await showScreens(alone, { pages, at: '/erased' });
    await expectText(word('ru', 'devices.alone'));
  });
});
