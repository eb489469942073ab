import type { Context } from 'hono';
import { err, ok, type Result } from '../../core/result.ts';
import type { Deps, Env } from '../deps.ts';
import type { Refusal } from '../http/answer.ts';
import { identify, type Caller } from './device.ts';

/** The coordinator's device that asks, by the token that also reads; else how it is refused. */
export async function coordinatorOf({ store, now }: Pick<Deps, 'store' | 'now'>, c: Context<Env>): Promise<Result<Caller, Refusal>> {
  const caller = await identify(store, c.req.header('authorization'), now());
  if (!caller) return err({ status: 401, error: 'unknown' });
  return caller.device.role === 'coordinator' && caller.kind === 'full' ? ok(caller) : err({ status: 403, error: 'forbidden' });
}
