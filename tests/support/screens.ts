import { must } from '../../src/core/result.ts';
import { layUnsent, parcelOfAnother } from './screens-carry.ts';
import { at, go, heading, openPerson, paste, withPhotos, type Place } from './screens-ways.ts';
import { PEOPLE } from './training-day.ts';

/** Before anyone works on this tablet. */
export const STARTS: readonly Place[] = [
  {
    name: 'start',
    open: async (page, w) => heading(page, w('start.title')),
  },
  {
    name: 'start-join',
    open: async (page, w) => {
      const open = page.getByRole('button', { name: w('start.join'), exact: true });
      if (await open.isVisible()) await open.click();
      await page.getByLabel(w('join.link')).fill('x');
      await page.getByRole('button', { name: w('join.join'), exact: true }).click();
      await page.getByText(w('join.link_bad')).waitFor();
    },
  },
];

/** Every screen and sheet of a tablet in use. */
export const PLACES: readonly Place[] = [
  {
    name: 'trainings',
    open: async (page, w) => {
      await go(page, '/');
      await page.getByText(w('trainings.go_on')).first().waitFor();
    },
  },
  {
    name: 'training',
    open: async (page, w) => {
      await go(page, at.own);
      await page.getByRole('button', { name: w('training.finish'), exact: true }).waitFor();
    },
  },
  {
    name: 'training-photos',
    open: async (page, w) => {
      await withPhotos(page, w);
      await page.locator('input[type=file]:not([capture])').setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('none') });
      await page.locator('.photos [role=alert]').waitFor();
      await page.locator('#photos-title').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'photo-sheet',
    open: async (page, w) => {
      await withPhotos(page, w);
      await page.locator('.photo-tile').first().click();
      await page.getByRole('dialog').locator('img').waitFor();
    },
  },
  {
    name: 'training-finished',
    open: async (page, w) => {
      await go(page, at.demo);
      await page.getByText(w('training.list'), { exact: true }).waitFor();
    },
  },
  {
    name: 'training-new',
    open: async (page, w) => {
      await go(page, '/trainings/new');
      await page.getByRole('button', { name: w('form.save'), exact: true }).click();
      await page.getByText(w('form.no_unit')).waitFor();
      await page.locator('.form-more > summary').click();
      await page.getByRole('combobox', { name: w('form.unit') }).fill('барс');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'training-edit',
    open: async (page, w) => {
      await go(page, `${at.demo}/edit`);
      await heading(page, w('form.title_edit'));
      await page.getByRole('combobox').first().waitFor();
    },
  },
  {
    name: 'trainer-sheet',
    open: async (page, w) => {
      await go(page, `${at.own}/edit`);
      await page.getByRole('button', { name: w('form.trainer_add'), exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'roll-call',
    open: async (page, w) => {
      await go(page, `${at.own}/register`);
      await page.getByRole('button', { name: new RegExp(`^${w('attendance.mark_came')}: `) }).first().waitFor();
    },
  },
  {
    name: 'roll-call-search',
    open: async (page, w) => {
      await go(page, `${at.own}/register`);
      await page.getByLabel(w('attendance.search')).fill('гул');
      await page.getByRole('button', { name: new RegExp(`^${w('attendance.add_came')}: `) }).first().waitFor();
    },
  },
  {
    name: 'roll-call-closed',
    open: async (page, w) => {
      await go(page, `${at.demo}/register`);
      await page.getByText(w('attendance.closed_finished')).waitFor();
    },
  },
  {
    name: 'person-sheet',
    open: async (page, w) => {
      await openPerson(page, w, 'Асанова Жаныл');
      await page.getByRole('dialog').getByText(w('person.known_question')).waitFor();
    },
  },
  {
    name: 'person-sheet-wrong',
    open: async (page, w) => {
      await openPerson(page, w, 'Бейшеналиева Токтогул');
      await page.getByRole('dialog').getByRole('button', { name: w('person.save_came'), exact: true }).click();
      await page.getByRole('dialog').getByText(w('person.sex_missing')).waitFor();
      await page.getByRole('dialog').getByText(w('person.more'), { exact: true }).click();
    },
  },
  {
    name: 'mark-sheet',
    open: async (page, w) => {
      await go(page, `${at.own}/register`);
      await page.getByRole('button', { name: must(PEOPLE[0], 'someone')[0], exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: w('mark.late'), exact: true }).waitFor();
    },
  },
  {
    name: 'erase-sheet',
    open: async (page, w) => {
      await go(page, '/');
      await go(page, `${at.own}/register`);
      await page.getByRole('button', { name: must(PEOPLE[0], 'someone')[0], exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: w('erase.action'), exact: true }).click();
      await page.getByRole('dialog').getByText(w('erase.forever')).waitFor();
      await page.getByRole('dialog').getByRole('button', { name: w('erase.confirm'), exact: true }).click();
      await page.getByRole('dialog').getByText(w('erase.reason_needed')).waitFor();
    },
  },
  {
    name: 'import',
    open: async (page, w) => {
      await go(page, `${at.own}/import`);
      await page.getByRole('button', { name: w('ui.paste'), exact: true }).waitFor();
    },
  },
  {
    name: 'import-preview',
    open: async (page, w) => {
      await go(page, '/');
      await go(page, `${at.own}/import`);
      await paste(page, w, [['Аты-жөнү', 'Жынысы', 'Туулган жылы', 'Телефон'], ['Асанова Жаныл', 'аял', '1985', ''], ['Токомбаева Гүлайым', 'аял', '2090', '0700 1'], ['Чынгышев Эрлан', '', '1990', ''], ['=1+1', 'эркек', '', '']]);
      await page.locator('.import-foot').waitFor();
    },
  },
  {
    name: 'totals',
    open: async (page, w) => {
      await go(page, '/totals');
      await page.getByRole('heading', { level: 2, name: w('totals_screen.pyramid') }).waitFor();
    },
  },
  {
    name: 'rows-people',
    open: async (page) => {
      await go(page, at.figure);
      await page.locator('.totals-count').waitFor();
    },
  },
  {
    name: 'rows-trainings',
    open: async (page) => {
      await go(page, at.figure.replace(/figure=[^&]*/, 'figure=trainings'));
      await page.locator('.totals-count').waitFor();
    },
  },
  {
    name: 'export-sheet',
    open: async (page, w) => {
      await go(page, '/totals');
      await page.getByRole('button', { name: w('totals_screen.export'), exact: true }).click();
      await page.getByRole('dialog').getByRole('checkbox').check({ force: true });
      await page.getByRole('dialog').getByRole('table').waitFor();
    },
  },
  { name: 'sync', open: async (page, w) => go(page, '/sync').then(() => heading(page, w('sync.title'))) },
  {
    name: 'history',
    open: async (page, w) => {
      await go(page, `/history?s=p&t=training&id=${must(at.own.split('/').at(-1), 'id')}`);
      await heading(page, w('history.title'));
      await page.locator('.history').waitFor();
    },
  },
  { name: 'settings', open: async (page, w) => go(page, '/settings').then(() => heading(page, w('nav.settings'))) },
  {
    name: 'devices',
    open: async (page, w) => {
      await go(page, '/devices');
      await page.getByLabel(w('devices.for_whom')).fill('Таалай');
      await page.getByRole('button', { name: w('devices.make'), exact: true }).click();
      await page.getByText(/#j=/).first().waitFor();
    },
  },
  {
    name: 'erased',
    open: async (page, w) => {
      await go(page, '/erased');
      await page.getByText(w('erase.list_none')).waitFor();
    },
  },
  {
    name: 'hand-over-nothing',
    open: async (page, w) => {
      await go(page, '/sync/send');
      await page.getByText(w('carry.nothing')).waitFor();
    },
  },
  {
    name: 'take-in-faults',
    open: async (page, w) => {
      await go(page, '/sync/take');
      await page.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: '', buffer: Buffer.from('ФИО;Пол') });
      await page.getByText(w('carry.fault.not_parcel')).waitFor();
      await page.getByRole('button', { name: w('carry.camera_on'), exact: true }).click();
      await page.getByText(w('carry.camera_problem.none')).waitFor();
    },
  },
  {
    name: 'take-in-preview',
    open: async (page, w) => {
      await go(page, '/sync/take');
      await page.locator('input[type=file]').setInputFiles(await parcelOfAnother(page));
      await page.getByRole('button', { name: w('carry.accept'), exact: true }).waitFor();
    },
  },
  {
    name: 'take-out-sheet',
    open: async (page, w) => {
      await go(page, '/devices');
      await page.getByRole('button', { name: new RegExp(`^${w('devices.take_out')}: `) }).first().click();
      await page.getByRole('dialog').getByText(w('devices.take_out_title')).waitFor();
    },
  },
  {
    name: 'refused',
    open: async (page, w) => {
      await go(page, '/refused');
      await heading(page, w('quarantine.title'));
      await page.locator('.refused').first().waitFor();
    },
  },
  {
    name: 'correct-sheet',
    open: async (page, w) => {
      await go(page, '/');
      await go(page, '/refused');
      await page.getByRole('button', { name: new RegExp(`^${w('quarantine.correct')}: `) }).last().click();
      await page.getByRole('dialog').getByText(w('quarantine.correct_note')).waitFor();
    },
  },
  { name: 'nowhere', open: async (page, w) => go(page, '/nowhere').then(() => heading(page, w('app.lost_title'))) },
  // From here on something is laid aside on this tablet, which every later screen would show.
  {
    name: 'sync-carried',
    open: async (page, w) => {
      await layUnsent(page, must(at.own.split('/').at(-1), 'id'));
      await go(page, '/');
      await go(page, '/sync');
      await page.getByText(w('carry.refused')).waitFor();
    },
  },
  {
    name: 'hand-over',
    open: async (page, w) => {
      await go(page, '/sync/send');
      await page.getByRole('button', { name: w('carry.save'), exact: true }).waitFor();
    },
  },
  {
    name: 'hand-over-pictures',
    open: async (page, w) => {
      await go(page, '/');
      await go(page, '/sync/send');
      await page.getByRole('button', { name: new RegExp(`^${w('carry.show')}: `) }).click();
      await page.getByRole('button', { name: w('carry.pause'), exact: true }).click();
    },
  },
];
