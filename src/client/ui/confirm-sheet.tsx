import { useT } from '../i18n/i18n.ts';
import { Button } from './button.tsx';
import { Sheet } from './sheet.tsx';

export interface ConfirmSheetProps {
  readonly open: boolean;
  /** The question. */
  readonly title: string;
  /** What will happen, and that it cannot be undone. */
  readonly text: string;
  /** The verb, never a bare yes. */
  readonly confirm: string;
  readonly danger?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Only for what cannot be undone (wiping a device); everything else offers Undo instead. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const t = useT();
  return (
    <Sheet
      open={props.open}
      title={props.title}
      onClose={props.onClose}
      place="center"
      footer={
        <>
          <Button kind={props.danger === true ? 'danger' : 'primary'} busy={props.busy} onClick={props.onConfirm}>
            {props.confirm}
          </Button>
          <Button onClick={props.onClose}>{t('ui.cancel')}</Button>
        </>
      }
    >
      <p>{props.text}</p>
    </Sheet>
  );
}
