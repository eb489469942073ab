// `npm test`: every check there is, one after the other. See verify.ts.
import { requireNode } from './require-node.mjs';

requireNode();
const { verify } = await import('./verify.ts');
process.exitCode = await verify(process.argv.slice(2));
