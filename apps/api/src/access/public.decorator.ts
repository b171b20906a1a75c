import { SetMetadata } from '@nestjs/common';
import type { CustomDecorator } from '@nestjs/common';

export const IS_PUBLIC = 'bellhop:is-public';

/** Answered without a sign-in. Everything else needs one. */
export function Public(): CustomDecorator {
  return SetMetadata(IS_PUBLIC, true);
}
