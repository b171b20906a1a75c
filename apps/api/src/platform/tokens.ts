/** Names under which Nest injects what has no class. */
export const DATABASE = Symbol('Database');
export const LOGGER = Symbol('Logger');
/** How many requests may be made: `RequestsPerMinute`. */
export const REQUESTS_PER_MINUTE = Symbol('RequestsPerMinute');
/** The folder of the built dashboard. */
export const DASHBOARD = Symbol('Dashboard');
