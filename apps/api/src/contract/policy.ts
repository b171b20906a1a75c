import { jidText, readJid } from '@bellhop/push-core';
import { z } from 'zod';
import { line, wholeNumber } from './fields.js';

/** A domain, which stands for every JID there, or a JID; in prepared form. */
const appServer = z
  .string()
  .trim()
  .min(1, { error: 'must not be empty', abort: true })
  .max(512, { error: 'must have at most 512 characters', abort: true })
  .overwrite((text) => prepared(text) ?? text)
  .refine((text) => prepared(text) !== null, {
    error: ({ input }) => `“${String(input)}” is neither a domain such as push.example.org nor a JID`,
  });

const appServers = z
  .array(appServer)
  .max(100, 'must have at most 100 entries')
  .overwrite((entries) => [...new Set(entries)]);

const fields = z.strictObject({
  withBody: z.boolean(),
  withSender: z.boolean(),
  importantBody: line.max(200),
  maxErrors: wholeNumber(1, 1000),
  maxDevices: wholeNumber(1, 100),
  maxHibernationSeconds: wholeNumber(0, 604_800),
  /** `important`: a stanza that nobody would want to be woken for leads to no push. */
  notifyOn: z.enum(['all', 'important']),
  /** Important stanzas within so many seconds after a push share one at its end; 0: each has its own. */
  mergeWindowSeconds: wholeNumber(0, 300),
  /** A push that could not be made for so long after its event is given up. */
  pushTtlSeconds: wholeNumber(60, 604_800),
  /** Domains or JIDs of the only app servers that may be used; empty: all. */
  allowedAppServers: appServers,
  /** Domains or JIDs of app servers that may not be used, also where the other list allows them. */
  deniedAppServers: appServers,
  /** The app server's `item-not-found` removes the registration at once instead of counting as a strike. */
  removeOnItemNotFound: z.boolean(),
});

/** A tenant's settings: what may leave its server, when a device is woken, limits, and app servers. */
export const policy = fields
  .superRefine(({ allowedAppServers, deniedAppServers }, context) => {
    const both = deniedAppServers.find((entry) => allowedAppServers.includes(entry));
    if (both === undefined) return;
    const message = `${both} is in both lists: allow it or deny it`;
    context.addIssue({ code: 'custom', path: ['deniedAppServers'], message });
  })
  .meta({ id: 'Policy' });
export type PolicyDto = z.infer<typeof policy>;

/** What is not given stays as it is. */
export const changePolicy = fields.partial().meta({ id: 'ChangePolicy' });
export type ChangePolicy = z.infer<typeof changePolicy>;

/** What would leave the server under a policy, for one message of each kind. */
export const policyPreview = z
  .object({
    examples: z.array(
      z.object({
        /** Which message: `text`, `encrypted`, `call` or `typing`. */
        kind: z.enum(['text', 'encrypted', 'call', 'typing']),
        /** The message as it arrives, indented XML. */
        arrives: z.string(),
        /** The publish that leaves, indented XML; null: there is none. */
        leaves: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'PolicyPreview' });
export type PolicyPreview = z.infer<typeof policyPreview>;

function prepared(text: string): string | null {
  const jid = readJid(text);
  return jid === null ? null : jidText(jid);
}
