import { ageAt, ageBand } from '../../../core/format/dates.ts';
import { sexFromName } from '../../../core/names/compare.ts';
import { label, vocabulary } from '../../../core/reference/vocabulary.ts';
import { useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import { Chips } from '../../ui/chips.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { NameInput } from '../../ui/name-input.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { Tiles } from '../../ui/tiles.tsx';
import { birthYear, nameNotice, type FormFault, type FormField } from './person-form.ts';
import { rolesByUse } from './queries.ts';
import { fieldId, type PersonFormState } from './use-person-form.ts';
import type { RollCall } from './use-roll-call.ts';

interface FieldsProps {
  readonly state: PersonFormState;
  readonly roll: RollCall;
}

/** So many roles stand one tap away; the others in the list below them. */
const ROLE_CHIPS = 6;
/** Who comes to such trainings most (DOMAIN 1.2), until the list itself says it. */
const COMMON_ROLES = ['kenesh_deputy', 'ao_specialist', 'social_worker', 'ao_secretary', 'resident', 'activist'];
const UNITS_SHOWN = 8;

/** Faults with words of this form's own; all others are words of `fault`. */
const OWN: ReadonlySet<FormFault> = new Set<FormFault>(['sex_missing', 'year_bad', 'unit_unknown']);

/** The error of a field in words, from the form or from the store. */
function useFaultWords(state: PersonFormState): (field: FormField) => string | undefined {
  const t = useT();
  return (field) => {
    const fault = state.faults.get(field);
    if (fault === 'year_bad') return t('person.year_bad', { last: String(state.latestYear) });
    if (fault === 'text_long') return t('fault.too_long');
    if (fault !== undefined) return OWN.has(fault) ? t(`person.${fault}` as MessageKey) : t(`fault.${fault}` as MessageKey);
    return state.refused?.field === field ? t(`fault.${state.refused.code}` as MessageKey) : undefined;
  };
}

/** Who the person is. */
export function NameAndSex({ state }: Pick<FieldsProps, 'state'>): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const words = useFaultWords(state);
  const { form, set } = state;
  const notice = nameNotice(form.name);
  const guess = form.sex === '' ? sexFromName(form.name) : null;
  return (
    <>
      <div class="stack person-name">
        <NameInput id={fieldId('name')} label={t('person.name')} value={form.name} error={words('name')} onValue={(name) => set({ name })} />
        <p class="hint" role="status">
          {notice && t(`person.name_${notice.kind}`, { name: notice.name })}
        </p>
      </div>
      <Tiles
        id={fieldId('sex')}
        label={t('person.sex')}
        hint={guess ? t('person.sex_guess', { sex: label('sex', guess, lang) }) : undefined}
        error={words('sex')}
        value={form.sex || undefined}
        onValue={(sex) => set({ sex })}
        options={[
          { value: 'f', label: label('sex', 'f', lang), icon: 'woman' },
          { value: 'm', label: label('sex', 'm', lang), icon: 'man' },
          { value: 'x', label: label('sex', 'x', lang) },
        ]}
      />
    </>
  );
}

/** Age band, or year of birth where it is known: one of them. */
export function Age({ state, roll }: FieldsProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const words = useFaultWords(state);
  const { form, set } = state;
  const year = birthYear(form.year, state.latestYear);
  const { start } = roll.training;
  const age = year && start ? label('age_band', ageBand(ageAt(year, start)), lang) : undefined;
  return (
    <>
      <Tiles
        id={fieldId('band')}
        size="small"
        label={t('person.age')}
        optional
        error={words('band')}
        value={form.band || undefined}
        onValue={(band) => set({ band, year: '' })}
        options={vocabulary('age_band').map((entry) => ({ value: entry.code, label: entry[lang] }))}
      />
      <div class="person-year">
        <TextInput
          id={fieldId('year')}
          label={t('person.year')}
          hint={age}
          keyboard="numeric"
          error={words('year')}
          value={form.year}
          onValue={(typed) => set(typed.trim() === '' ? { year: typed } : { year: typed, band: '' })}
        />
      </div>
    </>
  );
}

/** The role on this day: the one given last stands first. */
export function Role({ state, roll }: FieldsProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const { form, set } = state;
  const first = [...new Set([...rolesByUse(roll.registrations), ...COMMON_ROLES])].slice(0, ROLE_CHIPS);
  const near = form.role === '' || first.includes(form.role) ? first : [...first, form.role];
  const rest = vocabulary('participant_role').filter((entry) => !near.includes(entry.code));
  return (
    <div class="stack person-role" id={fieldId('role')} tabIndex={-1}>
      <p class="label" aria-hidden="true">
        {t('person.role')} <span class="muted">· {t('ui.optional')}</span>
      </p>
      <Chips
        label={t('person.role')}
        chips={near.map((code) => ({ id: code, label: label('participant_role', code, lang), selected: form.role === code }))}
        onToggle={(code) => set({ role: form.role === code ? '' : code })}
      />
      <Select
        label={t('person.role_more')}
        labelHidden
        empty={t('person.role_more')}
        value=""
        onValue={(role) => role !== '' && set({ role })}
        options={rest.map((entry) => ({ value: entry.code, label: entry[lang] }))}
      />
    </div>
  );
}

/** Where the person lives, and how to reach them. */
export function UnitAndPhone({ state, roll }: FieldsProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const words = useFaultWords(state);
  const { form, set } = state;
  const { units } = roll;
  const option = (code: string): { id: string; label: string; note?: string } => {
    const path = units?.path(code, lang);
    const name = units?.name(code, lang) ?? code;
    return path === undefined || path === name ? { id: code, label: name } : { id: code, label: name, note: path };
  };
  return (
    <>
      <Combobox
        id={fieldId('unit')}
        label={t('person.unit')}
        optional
        error={words('unit')}
        value={form.unit === '' ? undefined : option(form.unit)}
        onValue={(unit) => {
          state.setLooseUnit('');
          set({ unit: unit?.id ?? '' });
        }}
        typed={state.looseUnit}
        onTyped={state.setLooseUnit}
        search={(query) => units?.search(query, UNITS_SHOWN).map((unit) => option(unit.code)) ?? []}
      />
      <TextInput id={fieldId('phone')} label={t('person.phone')} optional keyboard="tel" error={words('phone')} value={form.phone} onValue={(phone) => set({ phone })} />
    </>
  );
}

/** Asked of few: folded until opened, or until there is something in it. */
export function More({ state }: Pick<FieldsProps, 'state'>): preact.JSX.Element {
  const t = useT();
  const words = useFaultWords(state);
  const { form, set } = state;
  return (
    <details class="person-more" open={form.org !== '' || form.position !== '' || words('org') !== undefined || words('position') !== undefined}>
      <summary>{t('person.more')}</summary>
      <div class="stack">
        <TextInput id={fieldId('org')} label={t('person.org')} optional error={words('org')} value={form.org} onValue={(org) => set({ org })} />
        <TextInput id={fieldId('position')} label={t('person.position')} optional error={words('position')} value={form.position} onValue={(position) => set({ position })} />
      </div>
    </details>
  );
}
