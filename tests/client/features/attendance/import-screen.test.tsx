// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { must } from '../../../../src/core/result.ts';
import type { Store } from '../../../../src/client/store/store.ts';
import { one, openRoll, pause, tap, until, type Roll } from './roll-support.tsx';

const text = (): string => document.body.textContent;

async function paste(list: string): Promise<Roll> {
  const roll = await openRoll({ path: 'import' });
  await tap(one('Көчүрүлгөндү чаптоо'));
  const box = must(document.querySelector('textarea'), 'a box');
  box.value = list;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await pause(30);
  await tap(one('Ушул тизмени колдонуу'));
  await until(() => document.querySelector('.list .row-title') !== null, 'the rows');
  return roll;
}

/** Holds the next save back until the answer is called. */
function holdSave(store: Store): () => void {
  const holder = store as { save: Store['save'] };
  const real = store.save.bind(store);
  let release = (): void => undefined;
  const gate = new Promise<void>((done) => (release = done));
  holder.save = async (build) => {
    await gate;
    holder.save = real;
    return real(build);
  };
  return () => release();
}

describe('the preview of a list', () => {
  it('says in sight which columns are left out, by their headings, and which have none', async () => {
    await paste('Тизме\t\t\t\t\t\nАты-жөнү\tЖынысы\tЖылы\tКол тамгасы\tЭскертүү\t\nОморов Бөлөт\tэ\t1980\t\t\tx\nАсанова Жаңыл\tа\t1975\t\t\ty');
    const line = must([...document.querySelectorAll('p')].find((p) => p.textContent.startsWith('Колдонулбайт: ')), text());
    expect(line.textContent).toBe('Колдонулбайт: Кол тамгасы, Эскертүү, Тилке 6');
    expect(line.closest('details')).toBeNull();
  });

  it('says nothing of the kind where every column is used', async () => {
    await paste('Аты-жөнү\tЖынысы\nОморов Бөлөт\tэ');
    expect(text()).not.toContain('Колдонулбайт: ');
  });

  it('notes a sex that is missing and takes the row all the same', async () => {
    const roll = await paste('Аты-жөнү\tЖынысы\nОморов Бөлөт\tэ\nАсанова Жаңыл\t');
    const notes = [...document.querySelectorAll('.list > li')].map((li) => li.textContent.includes('Жынысы жазылган эмес'));
    expect(notes).toEqual([false, true]);
    await tap(one('Тизмеге кошуу'));
    await until(async () => (await roll.registrations()).length === 2, 'both');
  });

  it('while it is written says so, with its buttons busy, and once more while it is taken back', async () => {
    const roll = await paste('Аты-жөнү\tЖынысы\nОморов Бөлөт\tэ');
    const release = holdSave(roll.store);
    await tap(one('Тизмеге кошуу'));
    await until(() => document.querySelector('[role=status] progress') !== null, 'progress');
    expect(document.querySelector('[role=status]:has(progress)')?.textContent).toContain('Тизме сакталууда');
    expect(one('Тизмеге кошуу').getAttribute('aria-busy')).toBe('true');
    expect(one('Башка тизме тандоо').hasAttribute('disabled')).toBe(true);
    release();
    await until(() => text().includes('Тизмеге өтүү'), 'done');
    expect(document.querySelector('progress')).toBeNull();
    await tap(one('Импортту кайтаруу'));
    await until(async () => (await roll.registrations()).length === 0, 'taken back');
  });
});
