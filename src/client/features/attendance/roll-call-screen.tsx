import { useEffect } from 'preact/hooks';
import { label } from '../../../core/reference/vocabulary.ts';
import { useLocation, useRoute } from '../../deps/navigation.ts';
import { Page } from '../../deps/page.tsx';
import { keepAwake } from '../../device/wake-lock.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import './attendance.css';
import { RollCallBody } from './roll-call-body.tsx';
import { useRollCall, type RollCall } from './use-roll-call.ts';

/** The list of one training: who came, by one tap each (EXPERIENCE B5.8). */
export function RollCallScreen(): preact.JSX.Element {
  const id = useRoute().params['id'] ?? '';
  return <RollCallOf key={id} id={id} />;
}

function RollCallOf({ id }: { readonly id: string }): preact.JSX.Element {
  const t = useT();
  const { route } = useLocation();
  const roll = useRollCall(id);
  const titles = useTitles(roll ?? undefined);
  useEffect(keepAwake, []);
  return (
    <Page title={titles.title} subtitle={titles.subtitle} back={roll === null ? '/' : `/trainings/${id}`}>
      {roll === undefined && <p role="status">{t('ui.loading')}</p>}
      {roll === null && (
        <Empty
          text={t('attendance.no_training')}
          action={
            <Button kind="primary" onClick={() => route('/')}>
              {t('nav.trainings')}
            </Button>
          }
        />
      )}
      {roll && <RollCallBody roll={roll} />}
    </Page>
  );
}

/** The place is what a trainer knows a training by; the day and the title stand below. */
function useTitles(roll: RollCall | undefined): { readonly title: string; readonly subtitle: string | undefined } {
  const t = useT();
  const lang = useLang();
  const format = useFormat();
  if (!roll) return { title: t('attendance.title'), subtitle: undefined };
  const { training, units, slot } = roll;
  const title = training.unit && units ? units.name(training.unit, lang) : t('attendance.title');
  const about = training.title || (training.kind ? label('event_kind', training.kind, lang) : '');
  const subtitle = [slot ? format.day(slot.day, 'day_month') : '', about].filter((word) => word !== '').join(' · ');
  return { title, subtitle: subtitle || undefined };
}
