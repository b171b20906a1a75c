import type { EntitySchema } from 'typeorm';

type EntityClass = abstract new (...args: never[]) => object;

/** The entity classes that the data sources know. */
export const entities: (EntityClass | EntitySchema)[] = [];
