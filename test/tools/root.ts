// The top folder of the checkout, for tools and tests that read or start things of the project.
import { join } from 'node:path';

/** Absolute path of the folder that holds package.json. */
export const root = join(import.meta.dirname, '..', '..');
