import { join } from 'node:path';

/** The top folder of the checkout. */
export const root = join(import.meta.dirname, '../..');

/** Where the built app lies; the endpoint serves this folder. */
export const clientFolder = join(root, 'dist/client');
