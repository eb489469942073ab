import { isRecordId, type RecordId } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { fits, isCount, isRecord, isShort, listOf, type Check, type Shape } from './message-shape.ts';
import { PROTOCOL } from './protocol.ts';

/** Why somebody is erased: a code, since a free text would name them again. */
export const ERASE_REASONS = ['asked', 'mistake', 'other'] as const;
export type EraseReason = (typeof ERASE_REASONS)[number];

/** A person with everything about them, or one place on a list that stands without a person. */
export interface EraseSubject {
  readonly t: 'person' | 'registration';
  readonly id: RecordId;
}

/** POST /v1/erase (coordinator). Records known to be one person are named together. */
export interface EraseRequest {
  readonly v: 1;
  readonly subjects: readonly EraseSubject[];
  readonly reason: EraseReason;
}

/** A tablet that was known when somebody was erased and has not reported since. */
export interface WaitingDevice {
  readonly device: string;
  readonly label: string;
  /** Last contact, ms by the endpoint's clock; 0 = never. */
  readonly seen: number;
}

/** Answer to POST /v1/erase, and an entry of GET /v1/erase. */
export interface ErasureReport {
  readonly id: string;
  /** ms by the endpoint's clock */
  readonly at: number;
  /** How the device is called that asked for it; '' when it is known no more. */
  readonly by: string;
  readonly reason: EraseReason;
  /** Rows that lost their personal cells. */
  readonly rows: number;
  readonly waiting: readonly WaitingDevice[];
}

/** Most records of one person in one request: people are merged by twos and threes. */
const MAX_SUBJECTS = 100;

const isReason: Check = (x) => ERASE_REASONS.some((r) => r === x);
const isSubject: Check = (x) => isRecord(x) && (x['t'] === 'person' || x['t'] === 'registration') && isRecordId(x['id']);

const REQUEST: Shape = {
  v: (x) => x === PROTOCOL, subjects: (x) => listOf(isSubject, MAX_SUBJECTS)(x) && (x as unknown[]).length > 0, reason: isReason,
};

export function parseEraseRequest(x: unknown): Result<EraseRequest, 'bad_message'> {
  if (!isRecord(x) || !fits(x, REQUEST)) return err('bad_message');
  const { subjects, reason } = x as unknown as EraseRequest;
  return ok({ v: 1, subjects: subjects.map(({ t, id }) => ({ t, id })), reason });
}

const isWaiting: Check = (x) => isRecord(x) && isShort(x['device']) && isShort(x['label']) && isCount(x['seen']);

const REPORT: Shape = {
  id: isShort, at: isCount, by: isShort, reason: isReason, rows: isCount, waiting: listOf(isWaiting, 100_000),
};

const isReport: Check = (x) => isRecord(x) && fits(x, REPORT);

/** An answer to POST /v1/erase, checked whole; undefined when it is none. */
export const parseErasureReport = (x: unknown): ErasureReport | undefined => (isReport(x) ? (x as ErasureReport) : undefined);

/** An answer to GET /v1/erase; undefined when it is none. */
export function parseErasureReports(x: unknown): readonly ErasureReport[] | undefined {
  const list = isRecord(x) ? x['erasures'] : undefined;
  return listOf(isReport, 100_000)(list) ? (list as ErasureReport[]) : undefined;
}
