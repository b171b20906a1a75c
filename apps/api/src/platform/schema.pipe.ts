import { Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { ArgumentMetadata } from '@nestjs/common';
import { Refusal } from './refusal.js';
import type { FieldError } from './refusal.js';

type Issues = Parameters<
  NonNullable<ConstructorParameters<typeof StandardSchemaValidationPipe>[0]>['exceptionFactory'] & {}
>[0];

/** Validates bodies, queries and parameters with their zod schema; a refusal names each field. */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const root = metadata.data ?? metadata.type;
    const exceptionFactory = (issues: Issues): Refusal =>
      new Refusal('invalid-request', 'Some fields are missing or not valid.', {
        errors: issues.flatMap((issue) => toFieldErrors(issue, root)),
      });
    return new StandardSchemaValidationPipe({ exceptionFactory }).transform(value, metadata);
  }
}

function toFieldErrors(issue: Issues[number], root: string): FieldError[] {
  const path = (issue.path ?? []).map((segment) =>
    String(typeof segment === 'object' ? segment.key : segment),
  );
  if ('keys' in issue && Array.isArray(issue.keys)) {
    return issue.keys.map((key) => ({
      field: [...path, String(key)].join('.'),
      message: 'is not a known field',
    }));
  }
  return [{ field: path.length > 0 ? path.join('.') : root, message: issue.message }];
}
