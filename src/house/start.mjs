// `npm start`: builds the app where that is needed and runs the endpoint. See start.ts.
import { requireNode } from './require-node.mjs';

requireNode();
const { start } = await import('./start.ts');
await start(process.argv.slice(2));
