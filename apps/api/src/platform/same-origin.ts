import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal.js';

/**
 * Refuses a changing request that a browser made for another site. The cookie is SameSite=Strict already;
 * this is the second wall. Programs that send neither header are no browsers and carry no cookie of one.
 *
 * @throws Refusal `cross-site`, `unsupported-media-type`
 */
export function requireSameOrigin(request: FastifyRequest, siteOrigin: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (!isFromHere(request, siteOrigin)) throw new Refusal('cross-site', 'Open Bellhop itself and try again.');
  if (hasBody(request) && !isJson(request)) {
    throw new Refusal('unsupported-media-type', 'Send the body as content-type application/json.');
  }
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

function isFromHere(request: FastifyRequest, siteOrigin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = request.headers;
  return origin === undefined || origin === siteOrigin || origin.replace(/^https?:\/\//, '') === host;
}

function hasBody(request: FastifyRequest): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function isJson(request: FastifyRequest): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '');
}
