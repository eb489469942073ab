import { MAX_FILE } from '../files/limits.ts';
import { entity } from '../schema/entity.ts';
import { code, int, ref, text, time } from '../schema/field.ts';

/**
 * A photo or scan of one training. The row holds what it is; its bytes travel apart, under their SHA-256, and rows
 * never wait for them (PROTOCOL 2.10).
 */
export const file = entity({
  name: 'file',
  since: 2,
  scope: 't',
  fields: {
    training: ref('training', { required: true }),
    /** SHA-256 of the bytes as stored, 64 lower-case hex digits: never changes. */
    sha: text({ required: true, max: 64 }),
    /** What the bytes are: `MEDIA_TYPES`. */
    type: code('media_type', { required: true }),
    /** Bytes. */
    size: int({ max: MAX_FILE }),
    /** Pixels, as it stands upright. */
    width: int({ max: 20_000 }),
    height: int({ max: 20_000 }),
    kind: code('file_kind'),
    caption: text({ personal: true, max: 500 }),
    /** When it was taken in, local wall time. */
    taken: time(),
  },
});
