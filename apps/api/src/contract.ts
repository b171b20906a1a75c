/**
 * What goes over `/api/v1`: one zod schema per body, query and answer. The dashboard imports this file and
 * nothing else of the API; the OpenAPI document is made from it.
 */
export * from './contract/access.js';
export * from './contract/audit.js';
export * from './contract/connection.js';
export * from './contract/delivery-log.js';
export { MOST_COUNTED } from './contract/fields.js';
export type { Total } from './contract/fields.js';
export * from './contract/health.js';
export * from './contract/oneself.js';
export * from './contract/people.js';
export * from './contract/permissions.js';
export * from './contract/policy.js';
export * from './contract/problem.js';
export * from './contract/push-hours.js';
export * from './contract/registration.js';
export * from './contract/reveal.js';
export * from './contract/tenant.js';
export * from './contract/token.js';

/** Paths of the API, in one place for server, dashboard and document. */
export const API_PREFIX = '/api/v1';
