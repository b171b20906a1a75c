/** Names under which Nest injects what has no class. */
export const DATABASE = Symbol('Database');
export const LOGGER = Symbol('Logger');
