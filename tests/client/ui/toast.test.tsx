// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dismissToast, shownToasts, showToast } from '../../../src/client/ui/toast.ts';
import { ToastHost } from '../../../src/client/ui/toast-host.tsx';
import { show } from './render.ts';

const texts = (root: ParentNode): (string | null)[] => [...root.querySelectorAll('.toast p')].map((one) => one.textContent);
const settleFake = async (ms = 50): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  for (let left = shownToasts(); left.length > 0; left = shownToasts()) for (const toast of left) dismissToast(toast.id);
  vi.useRealTimers();
});

describe('toasts', () => {
  it('stay at least ten seconds, whatever is asked', async () => {
    const root = show(<ToastHost />);
    showToast({ text: 'Сакталды', seconds: 1 });
    await settleFake();
    expect(texts(root)).toEqual(['Сакталды']);
    await settleFake(9_800);
    expect(texts(root)).toEqual(['Сакталды']);
    await settleFake(1_000);
    expect(texts(root)).toEqual([]);
  });

  it('undo once and go', async () => {
    const undo = vi.fn();
    const root = show(<ToastHost />);
    showToast({ text: 'Белгиленди', undo });
    await settleFake();
    root.querySelector('button')?.click();
    await settleFake();
    expect(undo).toHaveBeenCalledOnce();
    expect(texts(root)).toEqual([]);
  });

  it('wait their turn, and the newer replaces the older of its key', async () => {
    const root = show(<ToastHost />);
    for (const text of ['1', '2', '3']) showToast({ text });
    await settleFake();
    expect(texts(root)).toEqual(['1', '2']);
    await settleFake(10_100);
    expect(texts(root)).toEqual(['3']);
    showToast({ text: 'Асан', key: 'mark' });
    showToast({ text: 'Үсөн', key: 'mark' });
    await settleFake();
    expect(texts(root)).toEqual(['3', 'Үсөн']);
  });

  it('wait while a finger or the pointer is on them', async () => {
    const root = show(<ToastHost />);
    showToast({ text: 'Өчүрүлдү' });
    await settleFake();
    root.querySelector('.toast')?.dispatchEvent(new Event('pointerenter'));
    await settleFake(30_000);
    expect(texts(root)).toEqual(['Өчүрүлдү']);
    root.querySelector('.toast')?.dispatchEvent(new Event('pointerleave'));
    await settleFake(10_100);
    expect(texts(root)).toEqual([]);
  });

  it('show in the top place only: with a sheet open, in the sheet', async () => {
    const page = show(<ToastHost />);
    const sheet = show(<ToastHost />);
    showToast({ text: 'Сакталды' });
    await settleFake();
    expect([texts(page), texts(sheet)]).toEqual([[], ['Сакталды']]);
  });
});
