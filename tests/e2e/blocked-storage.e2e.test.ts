import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openApp } from '../support/app.ts';
import { startEndpoint } from '../support/server-process.ts';

const data = mkdtempSync(join(tmpdir(), 'tizme-blocked-'));
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

it('[T15] a window that may keep nothing says so instead of pretending', async () => {
  const endpoint = await startEndpoint({ dataDir: data });
  ends.push(() => endpoint.stop());
  const app = await openApp({ lang: 'ru' });
  ends.push(() => app.tablet.close());
  await app.page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('storage is blocked', 'SecurityError');
    };
  });
  await app.page.goto(endpoint.origin);
  await app.page.getByText(app.w('app.blocked_title')).waitFor();
  expect(await app.page.getByRole('button', { name: 'Русский' }).count()).toBe(0);
});
