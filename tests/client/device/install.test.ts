// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 24);

function offer(outcome: 'accepted' | 'dismissed'): Event {
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
    prompt: vi.fn(async () => ({ outcome })),
  });
  dispatchEvent(event);
  return event;
}

/** The module as a fresh start of the app has it. */
async function start() {
  vi.resetModules();
  const { canInstall, isInstalled, mayOfferInstall, promptInstall, watchInstall } =
    await import('../../../src/client/device/install.ts');
  watchInstall();
  return { canInstall, isInstalled, mayOfferInstall, promptInstall };
}

beforeEach(() => localStorage.clear());

test('the browser’s offer is kept for our own button, and used once', async () => {
  const install = await start();
  expect(install.canInstall.get()).toBe(false);
  expect(await install.promptInstall(NOW)).toBe('unavailable');
  const event = offer('accepted');
  expect(event.defaultPrevented).toBe(true);
  expect(install.canInstall.get()).toBe(true);
  expect(await install.promptInstall(NOW)).toBe('accepted');
  expect(install.canInstall.get()).toBe(false);
});

test('after a refusal the app does not bring it up for a week, even after a restart', async () => {
  const first = await start();
  offer('dismissed');
  expect(first.mayOfferInstall(NOW)).toBe(true);
  expect(await first.promptInstall(NOW)).toBe('dismissed');
  const second = await start();
  offer('dismissed');
  expect(second.mayOfferInstall(NOW + 6 * DAY_MS)).toBe(false);
  expect(second.mayOfferInstall(NOW + 8 * DAY_MS)).toBe(true);
  expect(second.canInstall.get()).toBe(true);
});

test('an installed app says so and offers nothing', async () => {
  const install = await start();
  offer('accepted');
  dispatchEvent(new Event('appinstalled'));
  expect(install.isInstalled.get()).toBe(true);
  expect(install.mayOfferInstall(NOW)).toBe(false);
});
