import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';

export const IS_PUBLIC = 'bellhop:is-public';

/** Answered without a sign-in. Every method that lacks this needs one. */
export function Public(): MethodDecorator {
  return applyDecorators(SetMetadata(IS_PUBLIC, true), ApiOperation({ security: [] }));
}
