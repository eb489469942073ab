import { err, ok, type Result } from '../../core/result.ts';
import { parseErasureReport, parseErasureReports, type EraseReason, type EraseRequest, type EraseSubject, type ErasureReport } from '../../core/sync/erasure.ts';
import { refreshView } from '../store/apply.ts';
import { eraseHere } from '../store/erase.ts';
import type { Store } from '../store/store.ts';
import type { Ask, Reply } from './transport.ts';

/** Why nobody was erased: `erase.problem.<code>` in locales. */
export type EraseProblem = 'network' | 'forbidden' | 'unknown' | 'full' | 'failed';

/** What an erasure came to: on a tablet that works alone there is nobody else to hear of it. */
export type Erased = ErasureReport | 'alone';

/**
 * Erases a person: at the endpoint, which tells every tablet, and at once on this one. Where the endpoint cannot be
 * asked nothing is erased anywhere. On a tablet that works alone: on this one.
 */
export async function erasePerson(store: Store, ask: Ask, subjects: readonly EraseSubject[], reason: EraseReason): Promise<Result<Erased, EraseProblem>> {
  const link = await store.link();
  let report: Erased = 'alone';
  if (link) {
    const reply = await ask('/v1/erase', JSON.stringify({ v: 1, subjects, reason } satisfies EraseRequest), link.token);
    const problem = problemOf(reply);
    if (problem !== undefined) return err(problem);
    const said = reply.kind === 'ok' ? parseErasureReport(reply.body) : undefined;
    if (!said) return err('failed');
    report = said;
  }
  store.changed(await eraseHere(store.db, subjects.map((x) => x.id), refreshView));
  return ok(report);
}

/** Everybody who was erased, newest first, and which tablets have not heard of it. */
export async function askErasures(store: Store, ask: Ask): Promise<Result<readonly ErasureReport[], EraseProblem>> {
  const link = await store.link();
  if (!link) return err('forbidden');
  const reply = await ask('/v1/erase', undefined, link.token);
  const problem = problemOf(reply);
  if (problem !== undefined) return err(problem);
  const list = reply.kind === 'ok' ? parseErasureReports(reply.body) : undefined;
  return list ? ok(list) : err('failed');
}

function problemOf(reply: Reply): EraseProblem | undefined {
  if (reply.kind === 'ok') return undefined;
  if (reply.kind === 'lost') return reply.why === 'server' ? 'failed' : 'network';
  if (reply.status === 401 || reply.status === 403) return 'forbidden';
  // Not sent yet, or known here alone: the endpoint has nothing to erase before this tablet has synced.
  if (reply.status === 404) return 'unknown';
  return reply.error === 'full' || reply.error === 'busy' ? 'full' : 'failed';
}
