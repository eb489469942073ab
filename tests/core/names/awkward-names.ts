/** Text a name field meets sooner or later (TRUST.md d, "Names and text"). */
export const awkwardNames: readonly string[] = [
  '', ' ', '\u00a0', '\u00a0\u2003', 'Ж', 'Ж'.repeat(10_000), 'Айгүл'.repeat(4000), 'Айгүл', 'Айгүл'.normalize('NFD'), 'Йода'.normalize('NFD'), 'Асан', 'Acaн',
  'Қайрат Ғани ҳ ў ә і', 'Aigul', "O'Brien", 'Жаңыл-Мырза', 'Асан кызы Айзада', 'Асан уулу', 'уулу', 'кызы', 'уулу кызы', 'Бакыт', 'Асан 2', '12345',
  'null', 'undefined', 'NaN', 'true', '0', '-', 'N/A', 'нет', 'жок', '__proto__', 'constructor', 'hasOwnProperty', 'toString',
  '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "{{constructor.constructor('x')()}}", '$t(secret)', '{{name}}', 'javascript:alert(1)',
  "'; DROP TABLE participants;--", '%00', '\u0000', 'a\u0000b', '\r\nSet-Cookie: a', '\u202eнасА', '\u2066Асан\u2069', 'А\u200bс\u200cа\u200dн', '\ufeffАсан',
  '\ud800', 'Асан\udfff', '👨‍👩‍👧‍👦', '🇰🇬', '👍🏽', `А${'\u0301'.repeat(200)}сан`, '\u0308'.repeat(50), '\ufffd', 'Асан\ufffd', 'ﬁ', 'ıİ', 'ß', 'Ас\u00adан', 'Асан\u2028Бакыт', 'Асан\u2029Бакыт',
  'Асан\tБакыт\nМарат', '  Асан   Бакыт  ', '＝1+1', 'أسان', '\ue000', '=1+1', '+1', '-1', '@SUM(1)', '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0", '=WEBSERVICE("http://x")',
  '...', '--', '.-.', 'а.', '.а', 'А.А.А.А.А.', 'ӧ\u0308', 'ӱ\u0308\u0308', 'y\u0306а', '漢字', '\u{1f468}\u{200d}', 'a'.repeat(399) + '\ud83d\ude00',
];
