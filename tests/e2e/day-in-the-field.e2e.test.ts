import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readText } from '../../src/core/import/text-read.ts';
import { readXlsx } from '../../src/core/import/xlsx-read.ts';
import { must } from '../../src/core/result.ts';
import { eventually, openApp, type App } from '../support/app.ts';
import { startEndpoint, type Endpoint } from '../support/server-process.ts';
import { PEOPLE } from '../support/training-day.ts';

/** Twenty-two invented people as a social worker keeps them in Excel: title, headings, one birth year missing. */
const MORE = [
  ['Алиева Чынара', 'аял', '1979'], ['Бекназаров Эмил', 'эркек', '1988'], ['Дүйшөева Назгүл', 'аял', '1991'],
  ['Жолдошов Азамат', 'эркек', ''], ['Курманова Роза', 'аял', '1962'], ['Тагаев Сүйүн', 'эркек', '1957'],
] as const;
const LIST = [
  ...PEOPLE.map(([name, sex], i) => [name, sex === 'f' ? 'аял' : 'эркек', String(1960 + i * 2)]),
  ...MORE,
];
const PASTED = [['Катышуучулардын тизмеси', '', ''], ['№', 'Аты-жөнү', 'Жынысы', 'Туулган жылы'], ...LIST.map((r, i) => [String(i + 1), ...r])]
  .map((r) => r.join('\t'))
  .join('\r\n');

const data = mkdtempSync(join(tmpdir(), 'tizme-day-'));
const ends: (() => unknown)[] = [() => rmSync(data, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

/** The numbers of the totals screen by their labels. */
async function figures(app: App): Promise<Record<string, string>> {
  await app.page.getByRole('link', { name: app.w('nav.totals'), exact: true }).click();
  await app.page.getByRole('heading', { level: 1, name: app.w('totals.title') }).waitFor();
  const out: Record<string, string> = {};
  for (const key of ['trainings', 'participants', 'person_days', 'registered', 'completed']) {
    const tile = app.page.locator('.big', { has: app.page.locator('.big-label', { hasText: new RegExp(`^${app.w(`totals.${key}`)}$`) }) });
    out[key] = (await tile.locator('.big-value').innerText()).replace(/\s/g, '');
  }
  return out;
}

async function download(app: App, key: string): Promise<Uint8Array> {
  const wait = app.page.waitForEvent('download');
  await app.button(key).click();
  return new Uint8Array(readFileSync(await (await wait).path()));
}

/** Value beside a label in a sheet of the export. */
function beside(rows: readonly (readonly string[])[], label: string): string {
  const row = must(rows.find((r) => r.includes(label)), `row ${label}`);
  return must(row.slice(row.indexOf(label) + 1).find((c) => c !== ''), `value of ${label}`);
}

describe('a day in the field', () => {
  it('[done 2] registers without a network, loses nothing, and the coordinator exports totals that tally', async () => {
    let endpoint: Endpoint = await startEndpoint({ dataDir: data });
    ends.push(() => endpoint.stop());

    // Morning, in the office: a coordinator joins by the first link and invites the trainer's tablet.
    const coordinator = await openApp({ lang: 'ru', viewport: { width: 1280, height: 800 } });
    ends.push(() => coordinator.tablet.close());
    await coordinator.start(must(endpoint.firstLink, 'first link'), 'join', 'Айнура');
    await coordinator.page.goto(`${endpoint.origin}/devices`);
    await coordinator.page.getByLabel(coordinator.w('devices.for_whom')).fill('Таалай');
    await coordinator.button('devices.make').click();
    const link = await coordinator.page.getByText(/#j=/).innerText();

    let trainer = await openApp({ lang: 'ky' });
    ends.push(() => trainer.tablet.close());
    await trainer.start(link, 'join');
    await trainer.installed();
    // An earlier training, still online: А. Абрешова becomes known.
    await trainer.newTraining('чолпон-ата');
    await trainer.openRollCall();
    await trainer.addPerson('А. Абрешова', 'f');
    expect(await trainer.inHall()).toBe(1);
    await trainer.finish();
    await eventually(async () => {
      await trainer.page.getByText(trainer.like('sync.done')).first().waitFor({ timeout: 1000 });
    });

    // In the village: no endpoint, and the tablet was switched off and on.
    await endpoint.kill('SIGKILL');
    await trainer.tablet.close();
    const { profileDir } = trainer.tablet;
    trainer = await openApp({ lang: 'ky', profileDir });
    await trainer.page.goto(endpoint.origin);
    await trainer.newTraining('барскоон', { planned: 24 });
    await trainer.importList(PASTED, 22);
    await trainer.openRollCall();

    // Three walk-ins; one of them typed with a Latin A is the known one.
    await trainer.addPerson('Сатыбалдиева Гүлмира', 'f');
    await trainer.addPerson('Чотонов Мирлан', 'm');
    const { page } = trainer;
    await page.getByLabel(trainer.w('attendance.search')).fill('A. Абрешова');
    await page.getByRole('button', { name: new RegExp(`^${trainer.like('ui.add_typed').source.split('.*')[0]}`) }).click();
    const known = page.getByRole('dialog').getByRole('button', { name: `${trainer.w('person.same')}: А. Абрешова` });
    await known.click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByLabel(trainer.w('attendance.search')).fill('');
    expect(await trainer.inHall()).toBe(3);

    // Everyone is marked, one is taken back.
    for (const [name] of LIST) await trainer.came(must(name, 'name'));
    expect(await trainer.inHall()).toBe(25);
    await page.getByRole('button', { name: trainer.w('attendance.undo_last') }).click();
    await expect.poll(() => trainer.inHall()).toBe(24);

    // The battery goes while a save is under way: what the screen had confirmed is there, and no half of anything.
    const last = must(LIST.at(-1)?.[0], 'last');
    await page.getByRole('button', { name: `${trainer.w('attendance.mark_came')}: ${last}`, exact: true }).click({ noWaitAfter: true });
    await trainer.tablet.kill();
    trainer = await openApp({ lang: 'ky', profileDir });
    await trainer.page.goto(endpoint.origin);
    await trainer.page.getByRole('link', { name: new RegExp('Барскоон') }).first().click();
    await trainer.openRollCall();
    const after = await trainer.inHall();
    expect([24, 25]).toContain(after);
    if (after === 25) {
      await trainer.marked(last).click();
      await trainer.button('mark.take_away').click();
      await expect.poll(() => trainer.inHall()).toBe(24);
    }
    await trainer.finish();
    const onTablet = await figures(trainer);
    // А. Абрешова came to both trainings of one day: two participations, one person-day.
    expect(onTablet).toEqual({ trainings: '2', participants: '25', person_days: '24', registered: '26', completed: '25' });

    // The network returns: the records go by themselves.
    endpoint = await startEndpoint({ dataDir: data, port: endpoint.port });
    await eventually(async () => {
      await trainer.page.getByText(trainer.like('sync.done')).first().waitFor({ timeout: 1000 });
    }, 120_000);
    expect(trainer.faults).toEqual([]);

    // The coordinator sees them and exports.
    await coordinator.page.goto(`${endpoint.origin}/sync`);
    await coordinator.button('sync.check_now').or(coordinator.button('sync.send_now')).first().click();
    await eventually(async () => {
      expect(await figures(coordinator)).toEqual(onTablet);
    });
    await coordinator.button('totals_screen.export').click();
    const xlsx = readXlsx(await download(coordinator, 'totals_screen.save_xlsx'), coordinator.w('export.sheet_totals'));
    if (!xlsx.ok) throw new Error(xlsx.error);
    if (!(await coordinator.page.getByRole('dialog').isVisible())) await coordinator.button('totals_screen.export').click();
    const csv = readText(new TextDecoder().decode(await download(coordinator, 'totals_screen.save_csv')));
    for (const rows of [xlsx.value.rows, csv.rows]) {
      for (const [key, value] of Object.entries(onTablet)) expect([key, beside(rows, coordinator.w(`totals.${key}`))]).toEqual([key, value]);
    }
    expect(coordinator.faults).toEqual([]);
  });
});
