import { registry } from '../../../core/entities/registry.ts';
import type { Value } from '../../../core/schema/field.ts';
import { GONE } from '../../../core/sync/change.ts';
import { sameValue } from '../../../core/sync/merge.ts';
import { fieldWord, valueWords } from '../../deps/field-words.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useFormat, useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import type { FieldHistory, Moment, Told } from './timeline.ts';
import type { RecordHistory } from './use-history.ts';
import { useDecidedBy, useWho } from './use-who.ts';

interface Common {
  readonly table: string;
  readonly record: Pick<RecordHistory, 'labels' | 'loaded' | 'heard'>;
}

type PutBack = (field: string, value: Value) => void;

interface FieldCardProps extends Common {
  readonly history: FieldHistory;
  readonly onRestore: PutBack | undefined;
}

/** One field that changed: what stands, then what it was before; values that met stand side by side. */
export function FieldCard({ history, onRestore, ...common }: FieldCardProps): preact.JSX.Element {
  const t = useT();
  const { field, moments } = history;
  const id = `history-${field.replace('$', '')}`;
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{fieldWord(t, common.table, field)}</h2>
      <ol class="stack history-moments">
        {moments.map((moment, i) => (
          <li key={i}>
            <MomentBoxes {...common} field={field} moment={moment} present={moments[0]?.stood.value ?? null} onRestore={onRestore} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface MomentProps extends Common {
  readonly field: string;
  readonly moment: Moment;
  readonly present: Value;
  readonly onRestore: PutBack | undefined;
}

function MomentBoxes({ moment, ...rest }: MomentProps): preact.JSX.Element {
  const t = useT();
  const box = (told: Told): preact.JSX.Element => <ValueBox key={told.stamp} {...rest} told={told} />;
  if (moment.losers.length === 0) return box(moment.stood);
  return (
    <div class="history-both" role="group" aria-label={t('history.both')}>
      <p class="history-both-title">{t('history.both')}</p>
      <div class="history-pair">{[moment.stood, ...moment.losers].map(box)}</div>
    </div>
  );
}

interface ValueBoxProps extends Omit<MomentProps, 'moment'> {
  readonly told: Told;
}

/** A value, what became of it, who set it, when and where, and the way to have it back. */
function ValueBox({ table, field, told, present, record, onRestore }: ValueBoxProps): preact.JSX.Element {
  const t = useT();
  const words = useValueWords(table);
  const text = words(field, told.value);
  const mayBack = onRestore !== undefined && isOwnField(table, field) && !sameValue(told.value, present);
  return (
    <div class={classes('history-value', told.fate === 'stands' && 'history-now')}>
      <div class="history-words">
        <p class="history-text">{text}</p>
        <p>
          <FateTags told={told} />
        </p>
        <Who told={told} record={record} />
      </div>
      {mayBack && (
        <Button icon="undo" label={`${t('history.restore')}: ${text}`} onClick={() => onRestore(field, told.value)}>
          {t('history.restore')}
        </Button>
      )}
    </div>
  );
}

function FateTags({ told }: { readonly told: Told }): preact.JSX.Element {
  const t = useT();
  const tags = [t(`history.fate.${told.fate}`)];
  if (told.state === 'waiting') tags.push(t('trainings.unsent'));
  if (told.state === 'parked' && told.fate !== 'refused') tags.push(t('history.fate.refused'));
  return (
    <>
      {tags.map((tag) => (
        <span key={tag} class="tag history-tag">
          {tag}
        </span>
      ))}
    </>
  );
}

function Who({ told, record }: { readonly told: Told; readonly record: Common['record'] }): preact.JSX.Element {
  const t = useT();
  const who = useWho(record.labels, record.loaded, record.heard);
  const decidedBy = useDecidedBy(record.loaded);
  return (
    <>
      <span class="history-who">{who(told)}</span>
      {told.decided && <span class="history-who">{t('history.decided_by', { who: decidedBy(told.decided) })}</span>}
      {told.isRestamped && <span class="history-who">{t('history.restamped')}</span>}
    </>
  );
}

/** Fields of a newer version are shown, not written: this one does not know what they may hold. */
const isOwnField = (table: string, field: string): boolean => field === GONE || Object.hasOwn(registry.get(table)?.fields ?? {}, field);

interface UnchangedProps extends Common {
  readonly fields: readonly FieldHistory[];
  readonly hasChanged: boolean;
}

/** Fields of which no other value is known, in short. Only the endpoint can say that there never was one. */
export function Unchanged({ table, fields, record, hasChanged }: UnchangedProps): preact.JSX.Element {
  const t = useT();
  const words = useValueWords(table);
  return (
    <section class="stack" aria-labelledby="history-unchanged">
      <h2 id="history-unchanged" class={hasChanged ? undefined : 'sr'}>
        {t(record.heard ? 'history.unchanged' : 'history.now')}
      </h2>
      <dl class="history-facts">
        {fields.map(({ field, moments }) => {
          const told = moments[0]?.stood;
          return (
            told && (
              <div key={field}>
                <dt>{fieldWord(t, table, field)}</dt>
                <dd>
                  {words(field, told.value)}
                  <Who told={told} record={record} />
                </dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}

function useValueWords(table: string): (field: string, value: Value) => string {
  const t = useT();
  const format = useFormat();
  const lang = useLang();
  const units = useUnits();
  return (field, value) => valueWords({ t, format, lang, units }, table, field, value);
}
