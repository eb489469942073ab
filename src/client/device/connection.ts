import { remember, remembered } from '../i18n/remember.ts';
import { watchable, type Watched } from './watched.ts';

/** What the browser says of the line; only some do. */
interface Line extends Partial<EventTarget> {
  readonly saveData?: boolean;
  readonly type?: string;
}

const line = (): Line | undefined => (navigator as { readonly connection?: Line }).connection;

/** Whether what goes over the line is likely to cost somebody money: mobile data, or a person who asked to save it. */
export function isMetered(): boolean {
  const now = line();
  return now?.saveData === true || now?.type === 'cellular';
}

const KEY = 'tizme.photos.line';

/** `wifi`: photos wait for a line that costs nothing, as is usual; `any`: they go over every one. */
export type PhotoRule = 'wifi' | 'any';

const rule = watchable<PhotoRule>(remembered(KEY) === 'any' ? 'any' : 'wifi');

/** The person's choice on this tablet. */
export const photoRule: Watched<PhotoRule> = rule;

export function setPhotoRule(value: PhotoRule): void {
  rule.set(value);
  remember(KEY, value);
}

/** Whether photos may go now. */
export const photosMayGo = (): boolean => rule.get() === 'any' || !isMetered();
