import { useEffect, useState } from 'preact/hooks';
import type { UnitLevel, Units } from '../../../core/reference/units.ts';
import type { InviteResponse, Role } from '../../../core/sync/protocol.ts';
import { useDeps } from '../../deps/deps.ts';
import { useUnits } from '../../deps/use-units.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Chips } from '../../ui/chips.tsx';
import { Combobox, type ComboOption } from '../../ui/combobox.tsx';
import { NameInput } from '../../ui/name-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tiles } from '../../ui/tiles.tsx';
import { invite, type InviteProblem } from './actions.ts';
import { InviteLink } from './invite-link.tsx';

/** Heights at which people are kept apart by area (`Units.areaOf`). */
const AREA_LEVELS: readonly UnitLevel[] = ['rayon', 'city', 'city_republic'];
const MOST_FOUND = 12;

/** Asks for a single-use link for one tablet: for whom, in which role, whose people it sees. */
export function InviteCard() {
  const t = useT();
  const { store, ask } = useDeps();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('trainer');
  const [areas, setAreas] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<InviteProblem>();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<InviteResponse>();
  const dirty = name !== '' || areas.length > 0 || made !== undefined;
  useEffect(() => (dirty ? holdUpdates() : undefined), [dirty]);

  const make = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const answer = await invite(store, ask, { role, name: name.trim(), areas: role === 'coordinator' ? [] : areas });
    setBusy(false);
    if (answer.ok) setMade(answer.value);
    else setProblem(answer.error);
  };
  const again = (): void => {
    setMade(undefined);
    setName('');
    setAreas([]);
  };
  return (
    <section class="card stack" aria-labelledby="invite-title">
      <h2 id="invite-title">{t('devices.invite')}</h2>
      {made !== undefined ? (
        <InviteLink made={made} name={name.trim()} onAgain={again} />
      ) : (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void make();
          }}
        >
          {problem !== undefined && (
            <Notice tone="danger" alert>
              {t(`devices.problem.${problem}`)}
            </Notice>
          )}
          <NameInput label={t('devices.for_whom')} hint={t('devices.for_whom_hint')} optional value={name} onValue={setName} maxLength={200} />
          <RoleTiles role={role} onRole={setRole} />
          {role === 'trainer' && <AreasField areas={areas} onAreas={setAreas} />}
          <Button type="submit" kind="primary" size="big" icon="link" busy={busy}>
            {t('devices.make')}
          </Button>
        </form>
      )}
    </section>
  );
}

function RoleTiles({ role, onRole }: { readonly role: Role; readonly onRole: (role: Role) => void }) {
  const t = useT();
  return (
    <Tiles
      label={t('devices.role')}
      options={[
        { value: 'trainer', label: t('settings.role.trainer'), note: t('devices.role_trainer_note'), icon: 'presentation' },
        { value: 'coordinator', label: t('settings.role.coordinator'), note: t('devices.role_coordinator_note'), icon: 'bar-chart' },
      ]}
      value={role}
      onValue={(value) => onRole(value === 'coordinator' ? 'coordinator' : 'trainer')}
    />
  );
}

/** Several areas, each found by typing and taken away by a tap. */
function AreasField({ areas, onAreas }: { readonly areas: readonly string[]; readonly onAreas: (areas: readonly string[]) => void }) {
  const t = useT();
  const lang = useLang();
  const deps = useDeps();
  const units = useUnits();
  // A fresh field after each choice: it stands ready for the next one.
  const [round, setRound] = useState(0);
  const option = (from: Units | undefined, code: string): ComboOption => {
    const above = from?.oblastOf(code) ?? code;
    return { id: code, label: from?.name(code, lang) ?? code, note: above === code ? undefined : from?.name(above, lang) };
  };
  const search = async (query: string): Promise<ComboOption[]> => {
    // Whoever types before the units are read waits for them: "nothing found" would be untrue.
    const all = await deps.units();
    return all.search(query, MOST_FOUND, AREA_LEVELS).flatMap(({ code }) => (areas.includes(code) ? [] : [option(all, code)]));
  };
  const add = (chosen: ComboOption | undefined): void => {
    if (!chosen || areas.includes(chosen.id)) return;
    onAreas([...areas, chosen.id]);
    setRound(round + 1);
  };
  return (
    <>
      <Combobox key={round} label={t('devices.areas')} hint={t('devices.areas_hint')} optional value={undefined} onValue={add} search={search} />
      {areas.length > 0 && (
        <Chips
          label={t('devices.areas_chosen')}
          chips={areas.map((code) => ({ id: code, label: option(units, code).label }))}
          onRemove={(code) => onAreas(areas.filter((one) => one !== code))}
        />
      )}
    </>
  );
}
