import { isScope } from '../ids.ts';
import { isSum } from './digest.ts';

/** Checks of what came from outside, field by field: nothing but these says of a message that it is one. */
export type Check = (x: unknown) => boolean;
export type Shape = Readonly<Record<string, Check>>;

/** Whether an object has every field of a shape, each as its check wants it. Others are ignored. */
export const fits = (x: Readonly<Record<string, unknown>>, shape: Shape): boolean => Object.entries(shape).every(([field, check]) => check(x[field]));

/** The fields of a shape that an object has. */
export const pick = (x: Readonly<Record<string, unknown>>, shape: Shape): object =>
  Object.fromEntries(Object.keys(shape).filter((field) => x[field] !== undefined).map((field) => [field, x[field]]));

export const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
export const isShort = (x: unknown): x is string => typeof x === 'string' && x.length <= 256 && !/[\u0000-\u001f\ud800-\udfff]/u.test(x);
export const isCount = (x: unknown): x is number => typeof x === 'number' && Number.isSafeInteger(x) && x >= 0;
export const isCursor = (x: unknown): boolean => Array.isArray(x) && isScope(x[0]) && isCount(x[1]) && isShort(x[2]) && (x[3] === undefined || isSum(x[3]));
export const listOf = (check: Check, most: number): Check => (x) => Array.isArray(x) && x.length <= most && x.every(check);
export const optional = (check: Check): Check => (x) => x === undefined || check(x);
