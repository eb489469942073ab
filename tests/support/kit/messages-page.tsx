import { Button } from '../../../src/client/ui/button.tsx';
import { Chips, Tag } from '../../../src/client/ui/chips.tsx';
import { Empty } from '../../../src/client/ui/empty.tsx';
import { Icon } from '../../../src/client/ui/icon.tsx';
import { IconButton } from '../../../src/client/ui/icon-button.tsx';
import { ICON_PATHS, type IconName } from '../../../src/client/ui/icon-paths.ts';
import { Notice } from '../../../src/client/ui/notice.tsx';
import { Pill } from '../../../src/client/ui/pill.tsx';
import { Progress } from '../../../src/client/ui/progress.tsx';
import { words } from './sample-words.ts';

const nothing = (): void => undefined;
const isName = (name: string): name is IconName => name in ICON_PATHS;

export function Buttons() {
  const w = words();
  return (
    <section class="stack">
      <h2>Button</h2>
      <div class="actions">
        <Button kind="primary" icon="user-plus" onClick={nothing}>{w.newPerson}</Button>
        <Button onClick={nothing}>{w.save}</Button>
        <Button kind="quiet" icon="pencil" onClick={nothing}>{w.undoLast}</Button>
        <Button kind="danger" icon="trash" onClick={nothing}>{w.del}</Button>
        <Button kind="primary" busy onClick={nothing}>{w.save}</Button>
        <Button disabled>{w.save}</Button>
        <Button pressed icon="check">{w.marked}</Button>
        <Button kind="primary" size="big">{w.mark}</Button>
        <Button href="?part=lists" icon="printer">{w.print}</Button>
        <IconButton icon="x" label={w.del} />
        <IconButton icon="refresh" label={w.update} quiet />
      </div>
      <Button wide kind="primary" size="big" icon="list-checks">{w.markAll}</Button>
      <div class="actions">
        {Object.keys(ICON_PATHS).filter(isName).map((name) => <Icon key={name} name={name} size={32} />)}
      </div>
      <Chips label={w.topics} chips={w.roles.map((label, n) => ({ id: label, label, selected: n === 1 }))} onToggle={nothing} />
      <Chips label={w.unit} chips={[{ id: 'a', label: 'Чолпон-Ата ш.' }, { id: 'b', label: 'Бостери а. а.' }]} onRemove={nothing} />
      <p><Tag>{w.female}</Tag> <Tag>{w.male}</Tag></p>
    </section>
  );
}

export function Messages() {
  const w = words();
  return (
    <section class="stack">
      <h2>Pill</h2>
      <div class="actions">
        <Pill look="local" text={w.pillLocal} detail={w.pillLocalDetail} onClick={nothing} />
        <Pill look="sending" text={w.pillSending} onClick={nothing} />
        <Pill look="done" text={w.pillDone} onClick={nothing} />
        <Pill look="failed" text={w.pillFailed} onClick={nothing} />
        <Pill look="attention" text={w.pillAttention} onClick={nothing} />
        <Pill look="done" text={w.pillDone} />
      </div>
      <h2>Notice</h2>
      <Notice title={w.noticeTitle} action={<Button kind="primary">{w.update}</Button>} onClose={nothing}>{w.noticeText}</Notice>
      <Notice tone="ok">{w.ok}</Notice>
      <Notice tone="warn" title={w.duplicate}>{w.nameHint}</Notice>
      <Notice tone="danger">{w.storage}</Notice>
      <h2>Progress</h2>
      <Progress label={w.pillSending} value={3} max={7} />
      <Progress label={w.pillSending} />
      <h2>Empty</h2>
      <Empty text={w.empty} action={<Button kind="primary" size="big" icon="plus">{w.emptyAction}</Button>} />
    </section>
  );
}
