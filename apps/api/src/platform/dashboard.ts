import { createReadStream, existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where `npm run build` puts the dashboard; the same place seen from `src` and from `dist`. */
export const DASHBOARD_FOLDER = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Serves the files of the built dashboard; names in `assets` carry a hash of their content. */
export async function serveDashboard(server: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(pageIn(folder))) return;
  const assets = join(folder, 'assets') + sep;
  const options: FastifyStaticOptions = {
    root: folder,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const lifetime = path.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache';
      void reply.header('cache-control', lifetime);
    },
  };
  await server.register(fastifyStatic, options);
}

/** Whether an address that nothing answers is a page of the dashboard, which has its own routes. */
export function isPageRequest(request: FastifyRequest): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isApi = /^\/api(\/|\?|$)/.test(request.url);
  return isRead && !isApi && (request.headers.accept ?? '').includes('text/html');
}

/** Sends the dashboard, or says how to build it. */
export function replyWithPage(reply: FastifyReply, folder: string): void {
  const page = pageIn(folder);
  if (existsSync(page)) {
    void reply.code(200).type('text/html; charset=utf-8').header('cache-control', 'no-cache');
    void reply.send(createReadStream(page));
    return;
  }
  void reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
}

function pageIn(folder: string): string {
  return join(folder, 'index.html');
}

const NOT_BUILT =
  'Bellhop is running, but its dashboard has not been built.\n' +
  'Run `npm run build` in the folder of Bellhop, then start it again.\n';
