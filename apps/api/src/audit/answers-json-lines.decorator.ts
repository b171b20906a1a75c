import { ApiResponse } from '@nestjs/swagger';

/** A method that answers with a stream of JSON values, one a line. */
export function AnswersJsonLines(): MethodDecorator {
  return ApiResponse({
    status: 200,
    description: 'JSON lines',
    content: { 'application/jsonl': { schema: { type: 'string' } } },
  });
}
