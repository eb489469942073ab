import { Component } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { ListRow } from '../../ui/list-row.tsx';
import type { Mark } from './actions.ts';
import { isPresent } from './queries.ts';

export interface RollRowProps {
  readonly id: string;
  readonly name: string;
  readonly sex: string;
  readonly note: string;
  readonly mark: Mark | undefined;
  /** The mark in words, with its time. */
  readonly words: string;
  readonly saving: boolean;
  /** Nothing can be marked: the row only tells. */
  readonly closed: boolean;
  /** It opens although nothing can be marked: there is something else to do. */
  readonly opens: boolean;
  readonly onTap: (id: string, event: MouseEvent) => void;
  readonly onOpen: (id: string) => void;
}

/** A save quicker than this shows no sign of work: the row would only flicker. */
const SLOW_MS = 250;

/** One person of the list. Renders again only when something it shows has changed: lists run to hundreds. */
export class RollRow extends Component<RollRowProps> {
  override shouldComponentUpdate(next: RollRowProps): boolean {
    const now = this.props;
    return (Object.keys(next) as (keyof RollRowProps)[]).some((key) => now[key] !== next[key]);
  }

  override render(): preact.ComponentChild {
    return <Row {...this.props} />;
  }
}

function Row(p: RollRowProps): preact.JSX.Element {
  const t = useT();
  const slow = useSlow(p.saving);
  const look = isPresent(p.mark) ? 'done' : p.mark === undefined ? 'plain' : 'warn';
  const tags = p.sex === '' ? [] : [p.sex];
  if (p.closed) {
    const word = p.mark === undefined ? t('mark.none') : p.words;
    return <ListRow title={p.name} tags={tags} note={p.note} look={look} actions={<span class="roll-word">{word}</span>} onOpen={p.opens ? () => p.onOpen(p.id) : undefined} />;
  }
  const action = p.mark === undefined ? (
    <Button kind="primary" size="big" busy={slow} label={`${t('attendance.mark_came')}: ${p.name}`} onClick={(event) => p.onTap(p.id, event)}>
      <span class="roll-long">{t('attendance.mark_came')}</span>
      <span class="roll-short">{t('mark.set')}</span>
    </Button>
  ) : (
    <Button size="big" icon={look === 'done' ? 'check' : 'minus'} busy={slow} label={`${p.words}: ${p.name}`} onClick={(event) => p.onTap(p.id, event)}>
      {p.words}
    </Button>
  );
  return <ListRow title={p.name} tags={tags} note={p.note} look={look} actions={action} onOpen={() => p.onOpen(p.id)} />;
}

/** True once `at work` has lasted so long that a person wonders. */
function useSlow(working: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!working) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [working]);
  return slow;
}
