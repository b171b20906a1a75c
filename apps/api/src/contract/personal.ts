/**
 * Fields of answers that tell of a person or a device. Whoever lacks the permission `addresses.see` gets them masked,
 * unless they have them shown for a time (`/reveal`). The OpenAPI document names them with `x-personal`.
 */
import { z } from 'zod';

export const PERSONAL = 'x-personal';
/** `text`: words that may have the others in them. */
export type PersonalKind = 'account' | 'jid' | 'node' | 'text';

/** A bare JID of the tenant. Masked: `j•••@tenant.example`; as it is where the request asks for this very account. */
export const accountAddress = z.string().meta({ [PERSONAL]: 'account' });
/** Any other JID of a person or a room. */
export const personAddress = z.string().meta({ [PERSONAL]: 'jid' });
/** A device's node at its app server. Masked: `a1b2•••`. */
export const deviceNode = z.string().meta({ [PERSONAL]: 'node' });
/** A session's resource, or its client's id: both may name a person or a device. */
export const deviceName = z.string().meta({ [PERSONAL]: 'node' });
/** Words of a server. */
export const serverText = z.string().meta({ [PERSONAL]: 'text' });

/** What a field holds of people; null: nothing. */
export function personalKind(schema: z.core.$ZodType): PersonalKind | null {
  return (z.globalRegistry.get(schema)?.[PERSONAL] as PersonalKind | undefined) ?? null;
}
