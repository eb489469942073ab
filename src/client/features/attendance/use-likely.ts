import { useMemo, useState } from 'preact/hooks';
import { phoneFault } from '../../../core/names/phone.ts';
import { useT } from '../../i18n/i18n.ts';
import type { KnownPerson } from '../../store/people.ts';
import type { Read } from '../../store/store.ts';
import type { PersonFacts } from './actions.ts';
import { findLikely, type LikelyPerson, type SearchPlace } from './people-search.ts';
import { birthYear, factsOf, newsOf, type PersonForm } from './person-form.ts';
import { isPresent, nextNo, type MarkView } from './queries.ts';
import { editDrafts, knownCameDrafts, markDrafts } from './roll-call-drafts.ts';
import { useLater } from './use-later.ts';
import type { PersonFormState } from './use-person-form.ts';
import type { RollCall } from './use-roll-call.ts';

/** Still typing: comparing with thousands waits for a pause. */
const PAUSE_MS = 120;

export interface LikelyState {
  readonly likely: readonly LikelyPerson[];
  /** Takes the known person instead of the one being typed. */
  same(one: LikelyPerson): void;
  /** Someone else: the card goes, the typed person stays. */
  other(one: LikelyPerson): void;
}

/** Who the new person may already be, while the name is typed. */
export function useLikely(state: PersonFormState, roll: RollCall, place: SearchPlace, marks: ReadonlyMap<string, MarkView>): LikelyState {
  const t = useT();
  const [others, setOthers] = useState<ReadonlySet<string>>(new Set());
  const { editing, latestYear } = state;
  const form = useLater(state.form, PAUSE_MS);
  const likely = useMemo(() => (editing ? [] : findLikely(place, candidate(form, latestYear), others)), [form, others, place, editing, latestYear]);
  return {
    likely,
    other: (one) => setOthers((before) => new Set([...before, one.id])),
    same(one) {
      const facts = usable(state.form, latestYear);
      if (one.registration) {
        const r = one.registration;
        const news = editDrafts(roll.training, r.id, undefined, newsOf(asKnown(r), facts));
        const mark = isPresent(marks.get(r.id)?.mark) ? [] : markDrafts(state.context(), r.id, 'present');
        void state.run(`${r.name ?? ''} — ${t('mark.present')}`, [...news, ...mark]);
      } else if (one.known) {
        void state.run(`${one.known.name} — ${t('attendance.added_came')}`, knownCameDrafts(state.context(), nextNo(roll.registrations), one.known, newsOf(one.known, facts)));
      }
    },
  };
}

/** The name as typed: a space behind its last word says that the word is whole. */
const candidate = (form: PersonForm, latestYear: number): Parameters<typeof findLikely>[1] => ({
  name: form.name, sex: form.sex || null, phone: form.phone || null, unit: form.unit || null, birthYear: birthYear(form.year, latestYear) ?? null,
});

/** A phone that would be refused is not laid over a known person. */
function usable(form: PersonForm, latestYear: number): PersonFacts {
  return factsOf(phoneFault(form.phone) ? { ...form, phone: '' } : form, latestYear);
}

const asKnown = (r: Read<'registration'>): KnownPerson => ({
  id: r.id, scope: r.scope, name: r.name ?? '', sex: r.sex ?? null, birth_year: r.birth_year ?? null, age_band: r.age_band ?? null,
  phone: r.phone ?? null, org: r.org ?? null, position: r.position ?? null, role: r.role ?? null, unit: r.unit ?? null,
});
