import { useEffect, useMemo, useState } from 'preact/hooks';
import { registry } from '../../../core/entities/registry.ts';
import type { ReplicaId } from '../../../core/ids.ts';
import { err } from '../../../core/result.ts';
import type { HistoryAnswer } from '../../../core/sync/history.ts';
import { useDeps } from '../../deps/deps.ts';
import { isFact } from '../../deps/field-words.ts';
import { useLive } from '../../deps/use-live.ts';
import { askHistory, type HistoryProblem, type RecordKey } from './ask-history.ts';
import { loadHistory, type Loaded } from './load.ts';
import { inOrder, timeline, type FieldHistory } from './timeline.ts';

export interface RecordHistory {
  readonly loaded: Loaded;
  readonly fields: readonly FieldHistory[];
  /** How tablets are called: by themselves, else as the endpoint knows them. */
  readonly labels: ReadonlyMap<ReplicaId, string>;
  /** The endpoint has told what it knows; else only this tablet's own knowledge is shown. */
  readonly heard: boolean;
  /** The endpoint is being asked. */
  readonly asking: boolean;
  /** Why it was not heard: then only what this tablet keeps is shown. */
  readonly problem: HistoryProblem | undefined;
  again(): void;
}

/** The history of a record: at once what lies here, then what the endpoint adds. Undefined while rows are read. */
export function useHistory(key: RecordKey): RecordHistory | undefined {
  const { store } = useDeps();
  const { s, t, id } = key;
  const loaded = useLive(() => loadHistory(store, { s, t, id }), [store, s, t, id]);
  const asked = useAnswer(key);
  const fields = useMemo(() => {
    const all = loaded ? timeline(loaded.own, asked.answer) : [];
    return inOrder(all.filter((one) => isFact(t, one.field) && isTold(one)), Object.keys(registry.get(t)?.fields ?? {}));
  }, [loaded, asked.answer, t]);
  if (!loaded) return undefined;
  const labels = new Map([...(asked.answer?.tablets ?? []), ...loaded.labels]);
  return { loaded, fields, labels, heard: asked.answer !== undefined, asking: asked.asking, problem: asked.problem, again: asked.again };
}

/** A field that was always empty has no history. */
const isTold = ({ moments }: FieldHistory): boolean => moments.length > 1 || moments.some((m) => m.stood.value !== null || m.losers.length > 0);

interface Asked {
  readonly answer: HistoryAnswer | undefined;
  readonly asking: boolean;
  readonly problem: HistoryProblem | undefined;
  again(): void;
}

function useAnswer({ s, t, id }: RecordKey): Asked {
  const { store, ask } = useDeps();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<Omit<Asked, 'again'>>({ answer: undefined, asking: true, problem: undefined });
  useEffect(() => {
    let here = true;
    setState((had) => ({ ...had, asking: true, problem: undefined }));
    const run = async (): Promise<void> => {
      const answer = await askHistory(store, ask, { s, t, id }).catch(() => err<HistoryProblem>('failed'));
      if (here) setState({ answer: answer.ok ? answer.value : undefined, problem: answer.ok ? undefined : answer.error, asking: false });
    };
    void run();
    return () => {
      here = false;
    };
  }, [store, ask, s, t, id, round]);
  return { ...state, again: () => setRound(round + 1) };
}
