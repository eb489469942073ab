import type { StoredRow } from '../../core/sync/change.ts';

/**
 * Address of the history of a record: ids alone, since addresses outlive the screen.
 * @param training where Back leads when the record itself belongs to no training (a person)
 */
export function historyAddress({ s, t, id }: Pick<StoredRow, 's' | 't'> & { readonly id: string }, training?: string): string {
  return `/history?${new URLSearchParams({ s, t, id, ...(training === undefined ? {} : { of: training }) }).toString()}`;
}
