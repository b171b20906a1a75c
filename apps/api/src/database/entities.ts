import type { EntityTarget, ObjectLiteral } from 'typeorm';

/** The entity classes that the data sources know. */
export const entities: EntityTarget<ObjectLiteral>[] = [];
