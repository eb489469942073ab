import { useRef, useState } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { TextInput } from './text-input.tsx';

export interface FileDropProps {
  /** What is wanted: «Катышуучулардын тизмеси». */
  readonly label: string;
  readonly hint?: string | undefined;
  /** As in `<input accept>`: `.xlsx,.csv`. Dropped files are not held to it: the reader must check. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  /** With it, a list copied from Excel can be pasted. */
  readonly onText?: ((text: string) => void) | undefined;
  readonly busy?: boolean | undefined;
}

/** A file by button or by dropping it; copied rows by pasting anywhere in it. */
export function FileDrop(props: FileDropProps) {
  const { label, hint, onFile, onText, busy } = props;
  const t = useT();
  const [pasting, setPasting] = useState(false);
  const { over, ...handlers } = useDropAndPaste(onFile, onText);
  return (
    <section class={classes('drop', over && 'drop-over')} aria-label={label} {...handlers}>
      <p class="drop-title">{label}</p>
      {hint !== undefined && <p class="hint">{hint}</p>}
      <div class="actions">
        <FileButton accept={props.accept} busy={busy} onFile={onFile} />
        {onText !== undefined && (
          <Button icon="clipboard-paste" pressed={pasting} onClick={() => setPasting(!pasting)}>
            {t('ui.paste')}
          </Button>
        )}
        <span class="muted drop-words">{t('ui.file_drop')}</span>
      </div>
      {pasting && onText !== undefined && <PasteBox onText={onText} />}
    </section>
  );
}

function FileButton({ accept, busy, onFile }: Pick<FileDropProps, 'accept' | 'busy' | 'onFile'>) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="file-spreadsheet" kind="primary" busy={busy} onClick={() => input.current?.click()}>
        {t('ui.file_choose')}
      </Button>
      <input
        ref={input}
        class="sr"
        type="file"
        accept={accept}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) onFile(file);
          // So that the same file, mended, can be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

/** For a finger: Android's browser pastes only into a field. */
function PasteBox({ onText }: { readonly onText: (text: string) => void }) {
  const t = useT();
  const [text, setText] = useState('');
  return (
    <div class="stack">
      <TextInput label={t('ui.paste_here')} rows={6} value={text} onValue={setText} takeFocus />
      <Button kind="primary" disabled={text.trim() === ''} onClick={() => onText(text)}>
        {t('ui.paste_use')}
      </Button>
    </div>
  );
}

function useDropAndPaste(onFile: (file: File) => void, onText: ((text: string) => void) | undefined) {
  const [over, setOver] = useState(false);
  return {
    over,
    onDragOver: (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (): void => setOver(false),
    onDrop: (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) onFile(file);
    },
    onPaste: (event: ClipboardEvent): void => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const file = event.clipboardData?.files[0];
      if (text !== '' && onText !== undefined) onText(text);
      else if (text === '' && file !== undefined) onFile(file);
      else return;
      event.preventDefault();
    },
  };
}
