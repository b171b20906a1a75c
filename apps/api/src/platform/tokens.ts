/** Names under which Nest injects what has no class. */
export const DATABASE = Symbol('Database');
export const LOGGER = Symbol('Logger');
/** The folder of the built dashboard. */
export const DASHBOARD = Symbol('Dashboard');
