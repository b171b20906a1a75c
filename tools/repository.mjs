import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder; every path of the tools starts here, wherever they are called from. */
export const REPOSITORY = fileURLToPath(new URL('..', import.meta.url));

/** An absolute path from one relative to the repository. */
export const inRepository = (...parts) => join(REPOSITORY, ...parts);

/** The path of a program that npm installed. */
export const program = (name) => inRepository('node_modules', '.bin', name);
