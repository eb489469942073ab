import { useState } from 'preact/hooks';
import type { DeviceReport } from '../../../core/sync/protocol.ts';
import { useDeps } from '../../deps/deps.ts';
import { useUnits } from '../../deps/use-units.ts';
import { useLang, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { showToast } from '../../ui/toast.ts';
import { setArea, type AreaProblem } from './actions.ts';
import { areaWord, AreasField } from './areas-field.tsx';

/** Whose people a trainer's tablet may read: each change goes to the endpoint at once, since it alone knows rights. */
export function DeviceAreas({ report, onClose }: { readonly report: DeviceReport; readonly onClose: () => void }) {
  const t = useT();
  const lang = useLang();
  const units = useUnits();
  const { store, ask } = useDeps();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<AreaProblem>();
  const label = report.label === '' ? t('devices.no_label') : report.label;
  const change = async (area: string, on: boolean): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const failed = await setArea(store, ask, { device: report.device, area, on }).catch((): AreaProblem => 'failed');
    setBusy(false);
    if (failed !== undefined) return setProblem(failed);
    const name = areaWord(t, units?.name(area, lang), area);
    showToast({ text: t(on ? 'devices.area_opened' : 'devices.area_closed', { area: name }), undo: () => void change(area, !on), key: `area ${report.device} ${area}` });
  };
  return (
    <Sheet open keepOpen title={label} onClose={onClose} footer={<Button onClick={onClose}>{t('ui.close')}</Button>}>
      <div class="stack">
        {problem !== undefined && (
          <Notice tone="danger" title={t('training.grant_failed')} alert onClose={() => setProblem(undefined)}>
            {t(`training.grant_problem.${problem}`)}
          </Notice>
        )}
        <AreasField areas={report.areas} onAdd={(area) => void change(area, true)} onRemove={(area) => void change(area, false)} />
        {busy && <Progress label={t('sync.asking')} />}
        <p class="muted">{t('devices.areas_when')}</p>
      </div>
    </Sheet>
  );
}
