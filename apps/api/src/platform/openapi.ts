import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { problem } from '../contract.js';

/** The OpenAPI 3.1 document of all routes, made from the same schemas that validate and serialise. */
export function createOpenApi(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Bellhop')
    .setDescription('Multi-tenant hosting of XMPP push notifications (XEP-0357).')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addCookieAuth('bellhop')
    .addBearerAuth({ type: 'http', scheme: 'bearer' }, 'token')
    .addSecurityRequirements('cookie')
    .addGlobalResponse({
      status: 'default',
      description: 'Refused: an RFC 9457 problem',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    })
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  const schemas = { ...document.components?.schemas, ...z.toJSONSchema(problem).$defs };
  return { ...document, components: { ...document.components, schemas } } as OpenAPIObject;
}
