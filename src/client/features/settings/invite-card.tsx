import { useEffect, useState } from 'preact/hooks';
import type { InviteResponse, Role } from '../../../core/sync/protocol.ts';
import { useDeps } from '../../deps/deps.ts';
import { holdUpdates } from '../../device/updates.ts';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { NameInput } from '../../ui/name-input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Tiles } from '../../ui/tiles.tsx';
import { invite, type InviteProblem } from './actions.ts';
import { AreasField } from './areas-field.tsx';
import { InviteLink } from './invite-link.tsx';

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
          {role === 'trainer' && <AreasField areas={areas} onAdd={(area) => setAreas([...areas, area])} onRemove={(area) => setAreas(areas.filter((one) => one !== area))} />}
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
