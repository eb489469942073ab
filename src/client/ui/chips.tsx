import { useT } from '../i18n/i18n.ts';
import { Icon } from './icon.tsx';

export interface Chip {
  readonly id: string;
  readonly label: string;
  readonly selected?: boolean | undefined;
}

export interface ChipsProps {
  /** What the row of chips is, read aloud. */
  readonly label: string;
  readonly chips: readonly Chip[];
  /** Chips that switch on and off (filters). */
  readonly onToggle?: ((id: string) => void) | undefined;
  /** Chips that can be taken away (chosen units, trainers). */
  readonly onRemove?: ((id: string) => void) | undefined;
}

export function Chips({ label, chips, onToggle, onRemove }: ChipsProps) {
  return (
    <ul class="chips" aria-label={label}>
      {chips.map((chip) => (
        <li key={chip.id}>
          <OneChip chip={chip} onToggle={onToggle} onRemove={onRemove} />
        </li>
      ))}
    </ul>
  );
}

function OneChip({ chip, onToggle, onRemove }: Pick<ChipsProps, 'onToggle' | 'onRemove'> & { readonly chip: Chip }) {
  const t = useT();
  if (onToggle !== undefined) {
    return (
      <button type="button" class="chip" aria-pressed={chip.selected === true} onClick={() => onToggle(chip.id)}>
        {chip.selected === true && <Icon name="check" size={20} />}
        {chip.label}
      </button>
    );
  }
  if (onRemove !== undefined) {
    return (
      <button type="button" class="chip" aria-label={t('ui.remove', { what: chip.label })} onClick={() => onRemove(chip.id)}>
        {chip.label}
        <Icon name="x" size={20} />
      </button>
    );
  }
  return <span class="tag">{chip.label}</span>;
}

/** A small word beside a name: «аял», «себептүү». */
export function Tag({ children }: { readonly children: string }) {
  return <span class="tag">{children}</span>;
}
