import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { formatDay, formatRange, formatTime, type DayStyle } from '../../core/format/dates.ts';
import type { Lang } from '../../core/format/languages.ts';
import { formatBytes, formatNumber, formatPercent } from '../../core/format/numbers.ts';
import { formatRelative } from '../../core/format/relative.ts';
import type { T } from './message-key.ts';
import { currentLanguage, currentT, onLanguage } from './translator.ts';

export { initI18n, restOfWords, savedLanguage, setLanguage, t } from './translator.ts';
export { languages } from './languages.ts';
export type { MessageKey, T } from './message-key.ts';

/** Re-reads `read` at every change of language, and renders again when its answer differs. */
function useFromLanguage<Value>(read: () => Value): Value {
  const [, setSeen] = useState<{ value: Value }>({ value: read() });
  useLayoutEffect(() => {
    const look = (): void => {
      setSeen((seen) => (Object.is(seen.value, read()) ? seen : { value: read() }));
    };
    look();
    return onLanguage(look);
  }, [read]);
  return read();
}

/** The translating function; the component renders again when the language changes. */
export function useT(): T {
  return useFromLanguage(currentT);
}

/** The present language; the component renders again when it changes. */
export function useLang(): Lang {
  return useFromLanguage(currentLanguage);
}

export interface Format {
  day(day: string, style?: DayStyle): string;
  range(start: string, end: string): string;
  time(localDateTime: string): string;
  number(n: number, decimals?: number): string;
  percent(ratio: number): string;
  bytes(bytes: number): string;
  /** `deltaMs` below zero lies in the past. */
  relative(deltaMs: number): string;
}

/** The core's dates and numbers, written in the present language. */
export function useFormat(): Format {
  const lang = useLang();
  return useMemo<Format>(
    () => ({
      day: (day, style = 'numeric') => formatDay(lang, day, style),
      range: (start, end) => formatRange(lang, start, end),
      time: (localDateTime) => formatTime(localDateTime),
      number: (n, decimals) => (decimals === undefined ? formatNumber(lang, n) : formatNumber(lang, n, decimals)),
      percent: (ratio) => formatPercent(lang, ratio),
      bytes: (bytes) => formatBytes(lang, bytes),
      // The core counts from then to now; screens reckon «then − now».
      relative: (deltaMs) => formatRelative(lang, -deltaMs),
    }),
    [lang],
  );
}
