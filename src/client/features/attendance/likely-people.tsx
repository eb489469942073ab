import { useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Tag } from '../../ui/chips.tsx';
import type { LikelyPerson } from './people-search.ts';
import { personWords, useMarkWords } from './person-words.ts';
import type { MarkView } from './queries.ts';
import type { RollCall } from './use-roll-call.ts';

export interface LikelyPeopleProps {
  readonly roll: RollCall;
  readonly likely: readonly LikelyPerson[];
  readonly marks: ReadonlyMap<string, MarkView>;
  readonly onSame: (one: LikelyPerson) => void;
  readonly onOther: (one: LikelyPerson) => void;
}

/** «Бул адам барбы?»: who the person being typed may be. Saving stays possible all the time. */
export function LikelyPeople({ roll, likely, marks, onSame, onOther }: LikelyPeopleProps): preact.JSX.Element {
  const t = useT();
  return (
    <div class="likely" role="status">
      {likely.length > 0 && <p class="likely-title">{t('person.known_question')}</p>}
      {likely.map((one) => (
        <LikelyCard key={one.id} one={one} roll={roll} mark={marks.get(one.id)} onSame={() => onSame(one)} onOther={() => onOther(one)} />
      ))}
    </div>
  );
}

interface LikelyCardProps {
  readonly one: LikelyPerson;
  readonly roll: RollCall;
  readonly mark: MarkView | undefined;
  readonly onSame: () => void;
  readonly onOther: () => void;
}

function LikelyCard({ one, roll, mark, onSame, onOther }: LikelyCardProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const markWords = useMarkWords();
  const who = one.registration ?? one.known;
  const words = personWords(who ?? {}, lang, t, roll.units, true);
  const here = one.registration === undefined ? t('person.known_before') : t('person.on_list');
  const now = mark ? markWords(mark, roll.slot?.day ?? '') : '';
  return (
    <div class="likely-card">
      <div class="likely-words">
        <p class="row-title">
          {words.name} {words.sex !== '' && <Tag>{words.sex}</Tag>}
        </p>
        <p class="row-note">{[words.note, who?.phone ?? '', here, now].filter((word) => word !== '').join(' · ')}</p>
      </div>
      <div class="likely-actions">
        <Button kind="primary" label={`${t('person.same')}: ${words.name}`} onClick={onSame}>
          {t('person.same')}
        </Button>
        <Button label={`${t('person.other')}: ${words.name}`} onClick={onOther}>
          {t('person.other')}
        </Button>
      </div>
    </div>
  );
}
