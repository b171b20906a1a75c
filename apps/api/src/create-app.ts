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
import { KEPT_NOWHERE, securityHeaders } from './platform/security-headers.js';
import { closeUnusedConnections } from './platform/unused-connections.js';

/** The application, initialised but not yet listening; `modules`: the gateway, unless only the API is wanted. */
export async function createApp(platform: Platform, modules: Type[] = []): Promise<NestFastifyApplication> {
  const { site, logger, dashboardFolder } = platform;
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(platform, modules),
    createHttpAdapter(logger, site.isSecure),
    { bodyParser: false, logger: new NestLog(logger), abortOnError: false },
  );
  const server = app.getHttpAdapter().getInstance();
  await server.register(fastifyHelmet, securityHeaders(site.isSecure));
  await server.register(fastifyCookie);
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers({ 'x-request-id': request.id, ...KEPT_NOWHERE });
    requireSameOrigin(request, site.origin);
  });
  closeUnusedConnections(server);
  await serveDashboard(server, dashboardFolder);
  app.setGlobalPrefix(API_PREFIX, { exclude: ['api/live', 'api/ready'] });
  const document = createOpenApi(app);
  server.get('/api/openapi.json', () => document);
  await app.init();
  return app;
}
