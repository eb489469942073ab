import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  ageAt,
  ageBand,
  daysBetween,
  excelDay,
  formatDay,
  formatRange,
  formatTime,
  localDayTime,
  parseDay,
  weekday,
} from '../../../src/core/format/dates.ts';
import { parseLang, type Lang } from '../../../src/core/format/languages.ts';
import { vocabulary } from '../../../src/core/reference/vocabulary.ts';
import { isDay } from '../../../src/core/schema/field.ts';

const LANGS: readonly Lang[] = ['ky', 'ru', 'en'];
const DAY_MS = 86_400_000;

/** Any day the schema takes, by way of the platform's own calendar, as a second opinion. */
const anyMs = fc.integer({ min: Date.UTC(1900, 0, 1) / DAY_MS, max: Date.UTC(2199, 11, 31) / DAY_MS }).map((days) => days * DAY_MS);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const anyDay = anyMs.map(dayOf);

describe('[3.3] calendar', () => {
  it('agrees with the platform on every kind of day', () => {
    fc.assert(
      fc.property(anyMs, fc.integer({ min: -40_000, max: 40_000 }), (ms, n) => {
        const [from, to] = [dayOf(ms), dayOf(ms + n * DAY_MS)];
        expect(daysBetween(from, to)).toBe(isDay(to) ? n : NaN);
        expect(addDays(from, n)).toBe(isDay(to) ? to : '');
        expect(weekday(from)).toBe((new Date(ms).getUTCDay() + 6) % 7);
      }),
    );
  });

  it('gives the local day and time of a moment as the platform does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2e12, max: 7e12 }), fc.integer({ min: -720, max: 840 }), (ms, offset) => {
        expect(localDayTime(ms, offset)).toBe(new Date(ms + offset * 60_000).toISOString().slice(0, 16));
      }),
    );
  });

  it('answers nothing for what is no day', () => {
    expect(addDays('2019-02-30', 1)).toBe('');
    expect(addDays('2199-12-31', 1)).toBe('');
    expect(addDays('', 1)).toBe('');
    expect(daysBetween('2019-11-18', '')).toBeNaN();
    expect(weekday('')).toBeNaN();
  });

  it('shows the time of a local moment', () => {
    expect(formatTime('2019-11-18T09:12')).toBe('09:12');
    expect(formatTime('2019-11-18T23:59:60')).toBe('23:59');
    expect(formatTime('2019-11-18')).toBe('');
    expect(formatTime('2019-11-18T24:00')).toBe('');
    expect(formatTime('Invalid Date')).toBe('');
  });

  it('leaves text that is no day as it is', () => {
    for (const lang of LANGS) {
      expect(formatDay(lang, 'эртең', 'long')).toBe('эртең');
      expect(formatRange(lang, '', '')).toBe('');
      expect(formatRange(lang, '', '2019-11-18')).toBe(formatDay(lang, '2019-11-18', 'long'));
      expect(formatRange(lang, '2019-12-04', '2019-11-18')).toContain(' – ');
    }
  });
});

describe('[3.3] reading dates', () => {
  it('reads back what it writes, in three languages', () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom(...LANGS), (day, lang) => {
        expect(parseDay(formatDay(lang, day, 'numeric'))).toBe(day);
        expect(parseDay(formatDay(lang, day, 'long'))).toBe(day);
        expect(parseDay(day)).toBe(day);
      }),
    );
  });

  it.each([
    ['18.11.2019', '2019-11-18'],
    ['18/11/2019', '2019-11-18'],
    ['18-11-2019', '2019-11-18'],
    ['03/05/2019', '2019-05-03'],
    ['1.2.2019', '2019-02-01'],
    ['2019-11-18', '2019-11-18'],
    ['2019.11.18', '2019-11-18'],
    ['28.10.2022 16:14', '2022-10-28'],
    ['28.10.2022 16:14:59', '2022-10-28'],
    ['2022-10-28T16:14:00+06:00', '2022-10-28'],
    ['\u00a018.\u00a011.\u00a02019 ', '2019-11-18'],
    ['18.11.2019 г.', '2019-11-18'],
    ['18.11.2019-ж.', '2019-11-18'],
    ['18-ноябрь 2019-ж.', '2019-11-18'],
    ['2019-ж. 18-ноябрь, дүйшөмбү', '2019-11-18'],
    ['5 мая 2020 года', '2020-05-05'],
    ['5 май 2020', '2020-05-05'],
    ['18-Nov-2019', '2019-11-18'],
    ['١٨/١١/٢٠١٩', '2019-11-18'],
    ['１８.１１.２０１９', '2019-11-18'],
    ['29.02.2020', '2020-02-29'],
    ['1900-01-01', '1900-01-01'],
    ['1969-12-31', '1969-12-31'],
    ['31.12.2199', '2199-12-31'],
  ])('%s is %s', (text, day) => expect(parseDay(text)).toBe(day));

  it.each([
    '',
    '18.11.19',
    '05.11.52',
    '18-Nov-19',
    '31.11.2019',
    '30.02.2019',
    '29.02.2019',
    '29.02.2100',
    '13/13/2019',
    '00.01.2019',
    '0000-01-01',
    '-1-01-01',
    '10000-01-01',
    '275760-09-13',
    '1850-01-01',
    '2200-01-01',
    '18.11.20195',
    '18.11/2019',
    '18,11,2019',
    '18.11.2019 – 20.11.2019',
    '18.11.2019, 20.11.2019',
    '18.11.2019x',
    '43787',
    '1e20',
    'Invalid Date',
    'NaN',
    '18 ноябрище 2019',
    'дүйшөмбү',
    '__proto__',
  ])('«%s» is no day', (text) => expect(parseDay(text)).toBeNull());

  it('never throws and answers only real days', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9./ -]{0,14}$/)), (text) => {
        const day = parseDay(text);
        expect(day === null || isDay(day)).toBe(true);
      }),
    );
  });
});

describe('spreadsheet days', () => {
  it.each([
    [43787, false, '2019-11-18'],
    [43787.676, false, '2019-11-18'],
    [42325, true, '2019-11-18'],
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [61, false, '1900-03-01'],
    [0, true, '1904-01-01'],
    [109_574, false, '2199-12-31'],
  ])('%d (1904: %s) is %s', (serial, date1904, day) => expect(excelDay(serial, date1904)).toBe(day));

  it.each([0, -1, 60, 109_575, 1e20, NaN, Infinity])('%d is no day', (serial) => expect(excelDay(serial, false)).toBeNull());

  it('counts on by one day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 109_573 }), fc.boolean(), (serial, date1904) => {
        const [day, next] = [excelDay(serial, date1904), excelDay(serial + 1, date1904)];
        if (day !== null && next !== null) expect(daysBetween(day, next)).toBe(1);
      }),
    );
  });
});

describe('[5.1] age', () => {
  it('is reckoned at the day of the training; unknown stays unknown', () => {
    expect(ageAt(1985, '2019-11-18')).toBe(34);
    expect(ageAt(2019, '2019-11-18')).toBe(0);
    expect(ageAt(2020, '2019-11-18')).toBeNull();
    expect(ageAt(null, '2019-11-18')).toBeNull();
    expect(ageAt(undefined, '2019-11-18')).toBeNull();
    expect(ageAt(NaN, '2019-11-18')).toBeNull();
    expect(ageAt(1985, '')).toBeNull();
  });

  it.each([
    [0, 'u18'],
    [1, 'u18'],
    [17, 'u18'],
    [18, '18-28'],
    [28, '18-28'],
    [29, '29-44'],
    [44, '29-44'],
    [45, '45-59'],
    [59, '45-59'],
    [60, '60+'],
    [130, '60+'],
    [131, 'x'],
    [200, 'x'],
    [-1, 'x'],
    [NaN, 'x'],
  ])('%d falls into %s', (age, band) => expect(ageBand(age)).toBe(band));

  it('falls into a band the vocabulary has', () => {
    const codes = vocabulary('age_band').map(({ code }) => code);
    for (const age of [null, undefined, 0, 18, 30, 50, 70]) expect(codes).toContain(ageBand(age));
  });
});

describe('languages', () => {
  it('take kg for ky and forget the region', () => {
    expect(['kg', 'KY', 'ky-KG', ' ru_RU ', 'en-GB', 'uz', '', 'kyx'].map(parseLang)).toEqual(['ky', 'ky', 'ky', 'ru', 'en', null, null, null]);
  });
});
