import { z } from 'zod';

/** For `@Param('id', ID)`: what is no UUID is refused before anybody looks it up. */
export const ID = { schema: z.uuid() };
