import { Phone } from '@bellhop/test/harness/phone';
import { inLanes } from './lanes.js';
import type { Place } from './place.js';
import { APP_SERVER } from './variants.js';

/** An account whose phone is away. */
export interface Recipient {
  readonly account: string;
  /** The node of its registration; null where there is no push. */
  readonly node: string | null;
}

const PHONES_AT_ONCE = 8;

/** Makes accounts; each logs in once, enables push where the variant has it, and goes away. */
export async function makeRecipients(place: Place, count: number): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = [];
  await inLanes(count, PHONES_AT_ONCE, async (number) => {
    recipients.push(await makeRecipient(place, `user${number}`));
  });
  return recipients;
}

/** The account that messages come from, connected. */
export async function connectSender(place: Place): Promise<Phone> {
  return await logIn(place, 'sender');
}

async function makeRecipient(place: Place, user: string): Promise<Recipient> {
  const phone = await logIn(place, user);
  const node = place.variant.kind === 'no-push' ? null : `${user}-node`;
  // Most app servers want a secret along with each push, so there is one.
  if (node !== null) await phone.enablePush({ jid: APP_SERVER, node, form: { secret: `${user}-secret` } });
  await phone.close();
  return { account: phone.account, node };
}

async function logIn({ prosody, variant }: Place, user: string): Promise<Phone> {
  const { domain } = variant.host;
  const password = await prosody.createAccount(user, domain);
  // Without stream management: requests for acknowledgement would only add traffic of the load's own.
  return await Phone.connect({
    user,
    domain,
    password,
    port: prosody.clientPort,
    streamManagement: false,
    available: false,
  });
}
