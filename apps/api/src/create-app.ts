import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { API_PREFIX } from './contract.js';
import { serveDashboard } from './platform/dashboard.js';
import { createHttpAdapter } from './platform/http-adapter.js';
import { NestLog } from './platform/logger.js';
import { createOpenApi } from './platform/openapi.js';
import type { Platform } from './platform/platform.module.js';
import { requireSameOrigin } from './platform/same-origin.js';
import { securityHeaders } from './platform/security-headers.js';

interface AppOptions {
  readonly platform: Platform;
  /** Holds the built dashboard, if it has been built. */
  readonly dashboardFolder: string;
  /** The gateway, unless only the API is wanted. */
  readonly modules?: Type[];
}

/** The application, initialised but not yet listening. */
export async function createApp({
  platform,
  dashboardFolder,
  modules = [],
}: AppOptions): Promise<NestFastifyApplication> {
  const { site, logger } = platform;
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(platform, modules),
    createHttpAdapter(logger),
    { bodyParser: false, logger: new NestLog(logger), abortOnError: false },
  );
  const server = app.getHttpAdapter().getInstance();
  await server.register(fastifyHelmet, securityHeaders(site.isSecure));
  await server.register(fastifyCookie);
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    requireSameOrigin(request, site.origin);
  });
  await serveDashboard(server, dashboardFolder);
  app.setGlobalPrefix(API_PREFIX, { exclude: ['api/live', 'api/ready'] });
  const document = createOpenApi(app);
  server.get('/api/openapi.json', () => document);
  await app.init();
  return app;
}
