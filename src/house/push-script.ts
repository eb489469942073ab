import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { root } from './paths.ts';

/** What of the app's own build the push script is built with. */
type Shared = Pick<InlineConfig, 'define' | 'resolve'> & { readonly target: string };

export interface PushScript {
  /** Emits the script among the built files. */
  readonly plugin: Plugin;
  /** The address it got, for the worker that loads it. @throws before it was emitted */
  address(): string;
}

async function bundle({ target, ...shared }: Shared): Promise<string> {
  const built = await build({
    ...shared,
    root,
    configFile: false,
    logLevel: 'warn',
    build: { write: false, target, copyPublicDir: false, rolldownOptions: { input: join(root, 'src/sw/push.ts'), output: { format: 'iife' } } },
  });
  const [first, ...more] = (built as Rolldown.RolldownOutput).output;
  if (more.length > 0) throw new Error(`the push script is in pieces: ${more.map(({ fileName }) => fileName).join(', ')}`);
  return first.code;
}

/**
 * The script with which the service worker sends (src/sw/push.ts), as one file whose name holds a digest of its bytes: it
 * may be kept for ever, so that looking for a new version of the worker does not fetch it again.
 */
export function makePushScript(shared: Shared): PushScript {
  let address: string | undefined;
  return {
    plugin: {
      name: 'tizme:push-script',
      apply: 'build',
      async generateBundle() {
        const source = await bundle(shared);
        const fileName = `assets/push-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.js`;
        this.emitFile({ type: 'asset', fileName, source });
        address = `/${fileName}`;
      },
    },
    address() {
      if (address === undefined) throw new Error('the push script is not built yet');
      return address;
    },
  };
}
