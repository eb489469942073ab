import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPhone, formatPhone, phoneFault } from '../../../src/core/names/phone.ts';

describe('[3.3] phones', () => {
  it.each([
    '+996 (700) 12-34-56',
    '+996700123456',
    '996700123456',
    '00996700123456',
    '+996 0700 123 456',
    '0700123456',
    '0700 12 34 56',
    '700123456',
    '\u202a+996 700 123 456\u202c',
    '٠٧٠٠١٢٣٤٥٦',
    '０７００１２３４５６',
  ])('«%s» is one number', (raw) => {
    expect(formatPhone(raw)).toBe('+996 700 123 456');
    expect(foldPhone(raw)).toBe('700123456');
    expect(phoneFault(raw)).toBeNull();
  });

  it.each([
    ['+7 701 123 45 67', '+7 701 123 45 67', '011234567'],
    ['8 (3122)  66-12-34', '8 (3122) 66-12-34', '122661234'],
    ['66-12-34', '66-12-34', '661234'],
    ['0700123456 (апасы)', '0700123456 (апасы)', '700123456'],
    ['0700 123 456, 0555 111 222', '+996 700 123 456, +996 555 111 222', '700123456'],
    ['+41 44 123 45 67; 0700123456', '+41 44 123 45 67; 0700123456', '441234567'],
    ['', '', ''],
  ])('«%s» shows as «%s», folds to «%s»', (raw, shown, folded) => {
    expect(formatPhone(raw)).toBe(shown);
    expect(foldPhone(raw)).toBe(folded);
    expect(phoneFault(raw)).toBeNull();
  });

  it.each([
    ['20101199001234', 'phone_national_number'],
    ['2 0101 1990 01234', 'phone_national_number'],
    ['0700123456, 10101199001234', 'phone_national_number'],
    ['12345', 'phone_too_short'],
    ['0', 'phone_too_short'],
    ['=1+1', 'phone_too_short'],
    ['0700123456 / 5-12-34', 'phone_too_short'],
    ['12345678901234567', 'phone_too_long'],
    ['0'.repeat(500), 'phone_too_long'],
    ['жок', 'phone_bad'],
    ['-', 'phone_bad'],
    ['07OO123456', 'phone_bad'],
    ['0700\u0000123456', 'phone_bad'],
    ['0700123456\ud800', 'phone_bad'],
  ])('«%s»: %s', (raw, fault) => expect(phoneFault(raw)).toBe(fault));

  it('[4.4] a citizen’s number leaves no fold behind', () => expect(foldPhone('20101199001234')).toBe(''));

  it('shows alike what was shown, and folds both alike', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9 ()-]{0,20}$/)), (raw) => {
        const shown = formatPhone(raw);
        expect(formatPhone(shown)).toBe(shown);
        expect(foldPhone(shown)).toBe(foldPhone(raw));
      }),
    );
  });
});
