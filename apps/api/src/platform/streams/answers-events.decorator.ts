import { applyDecorators, Header } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** A method that answers with server-sent events. Whatever stands between passes them on at once and keeps none. */
export function AnswersEvents(description: string): MethodDecorator {
  return applyDecorators(
    Header('cache-control', 'no-store'),
    Header('x-accel-buffering', 'no'),
    // Else the connection would stay when the stream is over, and hold up the end of the process.
    Header('connection', 'close'),
    ApiResponse({ status: 200, description, content: { 'text/event-stream': {} } }),
  );
}
