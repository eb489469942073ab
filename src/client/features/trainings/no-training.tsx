import { useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

/** An address of a training that is not there, or no more. */
export function NoTraining(): preact.JSX.Element {
  const t = useT();
  return <Empty text={t('training.not_found')} action={<Button href="/" kind="primary">{t('training.to_list')}</Button>} />;
}
