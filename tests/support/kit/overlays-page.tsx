import { useState } from 'preact/hooks';
import { Button } from '../../../src/client/ui/button.tsx';
import { ConfirmSheet } from '../../../src/client/ui/confirm-sheet.tsx';
import { Sheet } from '../../../src/client/ui/sheet.tsx';
import { showToast } from '../../../src/client/ui/toast.ts';
import { Forms } from './forms-page.tsx';
import { words } from './sample-words.ts';

export function Overlays() {
  const w = words();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <section class="actions">
      <Button id="open-sheet" onClick={() => setOpen(true)}>{w.sheet}</Button>
      <Button id="open-confirm" onClick={() => setAsking(true)}>{w.del}</Button>
      <Button id="toast" onClick={() => showToast({ text: w.toast, undo: () => undefined })}>{w.mark}</Button>
      <Button id="toast-warn" onClick={() => showToast({ text: w.pillFailed, tone: 'warn' })}>{w.save}</Button>
      <Sheet
        open={open} title={w.sheet} onClose={close} keepOpen
        footer={<><Button kind="primary" size="big" onClick={close}>{w.saveNext}</Button><Button size="big" onClick={close}>{w.save}</Button></>}
      >
        <Forms />
      </Sheet>
      <ConfirmSheet open={asking} title={w.wipe} text={w.wipeText} confirm={w.del} danger onConfirm={() => setAsking(false)} onClose={() => setAsking(false)} />
    </section>
  );
}
