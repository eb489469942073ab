import { useRef, useState } from 'preact/hooks';
import { foldTokens } from '../../../core/names/fold.ts';
import { nameFault, repairName } from '../../../core/names/repair.ts';
import { compareText } from '../../../core/names/sort.ts';
import { vocabulary } from '../../../core/reference/vocabulary.ts';
import { useLang, useT, type MessageKey } from '../../i18n/i18n.ts';
import type { Read } from '../../store/store.ts';
import { Button } from '../../ui/button.tsx';
import { Combobox, type ComboOption } from '../../ui/combobox.tsx';
import { NameInput } from '../../ui/name-input.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Tiles } from '../../ui/tiles.tsx';
import type { TrainerLine } from './form-state.ts';
import { matches } from './search.ts';

/** Which line is open: its place in the list, or a new one. */
export type OpenLine = number | 'new';

export interface TrainerSheetProps {
  readonly open: OpenLine;
  readonly lines: readonly TrainerLine[];
  readonly known: readonly Read<'trainer'>[];
  readonly onDone: (lines: readonly TrainerLine[]) => void;
  readonly onClose: () => void;
}

const EMPTY: TrainerLine = { trainer: undefined, name: '', kind: '', part: '' };
const MOST = 20;

type Errors = { readonly name?: MessageKey; readonly kind?: MessageKey };

/** One trainer of a training: someone known or a new name, of which kind, in which part. */
export function TrainerSheet({ open, lines, known, onDone, onClose }: TrainerSheetProps): preact.JSX.Element {
  const t = useT();
  const lang = useLang();
  const had = open === 'new' ? undefined : lines[open];
  const [line, setLine] = useState(had ?? EMPTY);
  const [errors, setErrors] = useState<Errors>({});
  const others = lines.filter((l) => l !== had);
  const change = (patch: Partial<TrainerLine>): void => {
    setLine({ ...line, ...patch });
    setErrors({});
  };
  const done = (): void => {
    const settled = settle(line, known);
    const wrong = faults(settled, others);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    onDone(had ? lines.map((l) => (l === had ? settled : l)) : [...lines, settled]);
  };
  const tiles = (name: 'trainer_kind' | 'trainer_part') => vocabulary(name).map((e) => ({ value: e.code, label: e[lang] }));
  const footer = (
    <Button kind="primary" size="big" icon="check" onClick={done}>
      {t(had ? 'form.trainer_done' : 'form.trainer_add_done')}
    </Button>
  );
  return (
    <Sheet open title={t(had ? 'form.trainer_edit' : 'form.trainer_add')} onClose={onClose} footer={footer} keepOpen>
      <div class="stack">
        <WhoIsIt line={line} known={known} others={others} error={errors.name && t(errors.name)} onChange={change} />
        <Tiles
          label={t('form.trainer_kind')}
          error={errors.kind && t(errors.kind)}
          size="small"
          options={tiles('trainer_kind')}
          value={line.kind || undefined}
          onValue={(kind) => change({ kind })}
        />
        <Tiles
          label={t('form.trainer_part')}
          optional
          size="small"
          options={[...tiles('trainer_part'), { value: '', label: t('ui.not_stated') }]}
          value={line.part}
          onValue={(part) => change({ part })}
        />
      </div>
    </Sheet>
  );
}

interface WhoIsItProps {
  readonly line: TrainerLine;
  readonly known: readonly Read<'trainer'>[];
  readonly others: readonly TrainerLine[];
  readonly error: string | undefined;
  readonly onChange: (patch: Partial<TrainerLine>) => void;
}

/** A choice among the known while there are any; a name is typed for someone new. */
function WhoIsIt({ line, known, others, error, onChange }: WhoIsItProps): preact.JSX.Element {
  const t = useT();
  const free = known.filter((k) => k.name && !others.some((l) => l.trainer === k.id));
  const [isNew, setNew] = useState(line.trainer === undefined && (line.name !== '' || free.length === 0));
  const box = useRef<HTMLDivElement>(null);
  const swap = (toNew: boolean, name: string): void => {
    setNew(toNew);
    onChange({ trainer: undefined, name });
    // The field that had the focus is gone: on to the one in its place.
    setTimeout(() => box.current?.querySelector('input')?.focus());
  };
  if (isNew) {
    return (
      <div class="stack" ref={box}>
        <NameInput
          label={t('form.trainer_name')}
          error={error}
          value={line.name}
          onValue={(name) => onChange({ trainer: undefined, name })}
          maxLength={200}
        />
        {free.length > 0 && (
          <div class="actions">
            <Button kind="quiet" icon="search" onClick={() => swap(false, '')}>
              {t('form.trainer_known')}
            </Button>
          </div>
        )}
      </div>
    );
  }
  const pick = (option: ComboOption | undefined): void => {
    const kinds = known.find((k) => k.id === option?.id)?.kinds ?? [];
    const kind = line.kind === '' && kinds.length === 1 ? kinds[0] : undefined;
    onChange({ trainer: option?.id, name: option?.label ?? '', ...(kind ? { kind } : {}) });
  };
  return (
    <div ref={box}>
      <Combobox
        label={t('form.trainer_name')}
        hint={t('form.trainer_name_hint')}
        error={error}
        value={line.trainer === undefined ? undefined : { id: line.trainer, label: line.name }}
        onValue={pick}
        search={(query) => optionsOf(free, query)}
        onAdd={(name) => swap(true, name)}
      />
    </div>
  );
}

function optionsOf(known: readonly Read<'trainer'>[], query: string): ComboOption[] {
  return known
    .filter((k) => matches(query, [k.name]))
    .sort((a, b) => compareText(a.name ?? '', b.name ?? ''))
    .slice(0, MOST)
    .map((k) => ({ id: k.id, label: k.name ?? '' }));
}

/** A name typed anew that a known trainer bears is that trainer. */
function settle(line: TrainerLine, known: readonly Read<'trainer'>[]): TrainerLine {
  if (line.trainer !== undefined) return line;
  const name = repairName(line.name);
  const same = known.find((k) => k.name && sameName(k.name, name));
  return same ? { ...line, trainer: same.id, name: same.name ?? name } : { ...line, name };
}

const sameName = (a: string, b: string): boolean => {
  const [x, y] = [foldTokens(a).join(' '), foldTokens(b).join(' ')];
  return x !== '' && x === y;
};

function faults(line: TrainerLine, others: readonly TrainerLine[]): Errors {
  const fault = line.trainer === undefined ? nameFault(line.name) : null;
  const twice = others.some((l) => (line.trainer === undefined ? sameName(l.name, line.name) : l.trainer === line.trainer));
  return {
    ...(fault ? { name: `fault.${fault}` as const } : twice ? { name: 'form.trainer_twice' as const } : {}),
    ...(line.kind === '' ? { kind: 'form.trainer_no_kind' as const } : {}),
  };
}
