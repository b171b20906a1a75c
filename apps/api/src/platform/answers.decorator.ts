import { applyDecorators, HttpCode, SerializeOptions, SetMetadata } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Metadata of a route: the schema of what it answers. */
export const ANSWER_SCHEMA = 'bellhop:answer-schema';

/** What a method answers: its status and schema, for the answer itself and for the OpenAPI document. */
export function Answers(schema: z.ZodType, status = 200): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    SerializeOptions({ schema }),
    SetMetadata(ANSWER_SCHEMA, schema),
    ApiResponse({ status, standardSchema: schema, description: schema.meta()?.id ?? 'The answer' }),
  );
}

/** A method that answers 204. */
export function AnswersNothing(): MethodDecorator {
  return applyDecorators(HttpCode(204), ApiResponse({ status: 204, description: 'Done' }));
}
