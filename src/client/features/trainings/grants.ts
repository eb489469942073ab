import type { GrantRequest } from '../../../core/sync/protocol.ts';
import type { Ask } from '../../sync/transport.ts';
import { scopeOf } from './queries.ts';

/** Why a tablet's right was not changed: `training.grant_problem.<code>` in locales. */
export type GrantProblem = 'network' | 'forbidden' | 'gone' | 'failed';

/** Lets a device read and mark a training, or no more. The endpoint alone knows rights, so this needs a network. */
export async function grant(ask: Ask, token: string, what: { readonly training: string; readonly device: string; readonly on: boolean }): Promise<GrantProblem | undefined> {
  const request: GrantRequest = { v: 1, device: what.device, scope: scopeOf(what.training), on: what.on };
  const reply = await ask('/v1/grant', JSON.stringify(request), token);
  if (reply.kind === 'ok') return undefined;
  if (reply.kind === 'lost') return 'network';
  switch (reply.error) {
    // The endpoint does not know this tablet's own token, or knows it for no coordinator's.
    case 'unknown':
    case 'revoked':
    case 'expired':
    case 'forbidden':
      return 'forbidden';
    case 'not_found':
      return 'gone';
    default:
      return 'failed';
  }
}
