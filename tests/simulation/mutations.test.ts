import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../src/house/paths.ts';
import { MUTATIONS } from './mutations.ts';

it.each(MUTATIONS)('the text for "$what" is there, once, and would change', ({ file, from, to }) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});
