import type { ImportRow, RowState } from '../../../core/import/preview.ts';
import type { RecordId } from '../../../core/ids.ts';
import type { KnownPerson } from '../../store/people.ts';
import type { Draft } from '../../store/store.ts';
import { knownPersonDrafts, newPersonDrafts, registrationId, type ListContext, type PersonFacts } from './actions.ts';

/** What a row of the list becomes when it is accepted. */
export type Choice =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly person: string }
  | { readonly kind: 'leave' };

/** How a row stands beside what this tablet knows: as the core says, or already on this very list. */
export type Standing = RowState | 'listed';

export interface PlannedRow {
  readonly row: ImportRow;
  readonly standing: Standing;
  readonly choice: Choice;
}

/**
 * What is proposed for a row: a clear twin is the known person, a doubt stays a new person with a question beside
 * it (nobody is merged by a machine), a second line of one person and a faulty one are left out.
 * @param listed ids of people who are on the list of this training
 */
export function plan(row: ImportRow, training: string, listed: ReadonlySet<string>): PlannedRow {
  const same = row.likely.filter((l) => l.verdict === 'same');
  const only = same.length === 1 ? same[0] : undefined;
  if (row.state === 'faulty' || row.state === 'skipped') return { row, standing: row.state, choice: { kind: 'leave' } };
  if (only && listed.has(registrationId(training, only.id))) return { row, standing: 'listed', choice: { kind: 'leave' } };
  if (row.sameAs !== undefined) return { row, standing: 'check', choice: { kind: 'leave' } };
  if (only) return { row, standing: row.state, choice: { kind: 'known', person: only.id } };
  return { row, standing: row.state, choice: { kind: 'new' } };
}

/** Rows per standing, for the chips above the list. */
export function standings(rows: readonly PlannedRow[]): ReadonlyMap<Standing, number> {
  const counts = new Map<Standing, number>();
  for (const r of rows) counts.set(r.standing, (counts.get(r.standing) ?? 0) + 1);
  return counts;
}

/** How many people an import would put on the list: two lines that become one person count once. */
export function accepted(rows: readonly PlannedRow[]): number {
  const people = rows.flatMap((r) => (r.choice.kind === 'known' ? [r.choice.person] : r.choice.kind === 'new' ? [`line ${r.row.line}`] : []));
  return new Set(people).size;
}

function facts(row: ImportRow): PersonFacts {
  const { sexHint: _, ...values } = row.values;
  return values;
}

/** Facts of the list laid over the known ones: what the list leaves empty stays as it was known. */
function stated(row: ImportRow): Partial<PersonFacts> {
  return Object.fromEntries(Object.entries(facts(row)).filter(([field, value]) => field !== 'name' && value !== null && value !== ''));
}

/** Everything an accepted list writes, in one save that can be undone as one. */
export function importDrafts(mint: () => RecordId, c: Omit<ListContext, 'source'>, rows: readonly PlannedRow[], known: (id: string) => KnownPerson | undefined): Draft[] {
  const done = new Set<string>();
  let no = c.no;
  return rows.flatMap(({ row, choice }): Draft[] => {
    const context: ListContext = { ...c, source: 'import', no };
    if (choice.kind === 'leave') return [];
    const person = choice.kind === 'known' ? known(choice.person) : undefined;
    if (person) {
      if (done.has(person.id)) return [];
      done.add(person.id);
      no += 1;
      return knownPersonDrafts(context, person, stated(row)).drafts;
    }
    no += 1;
    return newPersonDrafts(mint, context, facts(row)).drafts;
  });
}
