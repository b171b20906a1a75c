import { Phone } from '@bellhop/test/harness/phone';
import type { PhoneOptions } from '@bellhop/test/harness/phone';
import { inLanes } from './lanes.js';
import type { Place } from './place.js';
import type { Absence } from './scenarios.js';
import { appServerOf } from './variants.js';

/** An account whose phone is away. */
export interface Recipient {
  readonly account: string;
  /** The node of its registration; null where there is no push. */
  readonly node: string | null;
}

interface RecipientOptions {
  readonly user: string;
  /** Where its push goes. */
  readonly appServer: string;
  readonly absence: Absence;
}

const PHONES_AT_ONCE = 8;

/** Makes accounts; each logs in once, enables push where the variant has it, and is gone in the way asked for. */
export async function makeRecipients(
  place: Place,
  count: number,
  absence: Absence,
): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = [];
  await inLanes(count, PHONES_AT_ONCE, async (number) => {
    const appServer = appServerOf(number);
    recipients.push(await makeRecipient(place, { user: `user${number}`, appServer, absence }));
  });
  return recipients;
}

/** The account that messages come from, connected. */
export async function connectSender(place: Place): Promise<Phone> {
  return await logIn(place, 'sender', WITHOUT_TRAFFIC_OF_ITS_OWN);
}

/** An account whose phone has enabled push where the variant has it, and is gone. */
export async function makeRecipient(
  place: Place,
  { user, appServer, absence }: RecipientOptions,
): Promise<Recipient> {
  const hibernates = absence === 'hibernating';
  const phone = await logIn(place, user, hibernates ? RESUMABLE : WITHOUT_TRAFFIC_OF_ITS_OWN);
  const node = place.variant.kind === 'no-push' ? null : `${user}-node`;
  // Most app servers want a secret along with each push, so there is one.
  if (node !== null) await phone.enablePush({ jid: appServer, node, form: { secret: `${user}-secret` } });
  await (hibernates ? loseNetwork(phone) : phone.close());
  return { account: phone.account, node };
}

// What is not acknowledged when the network goes is pushed, and would be one push too many.
async function loseNetwork(phone: Phone): Promise<void> {
  phone.acknowledge();
  await phone.drop();
}

type Manners = Pick<PhoneOptions, 'streamManagement' | 'available'>;

// Requests for acknowledgement and presence would only add to what is measured.
const WITHOUT_TRAFFIC_OF_ITS_OWN: Manners = { streamManagement: false, available: false };
const RESUMABLE: Manners = { streamManagement: true, available: true };

async function logIn({ prosody, variant }: Place, user: string, manners: Manners): Promise<Phone> {
  const { domain } = variant.host;
  const password = await prosody.createAccount(user, domain);
  return await Phone.connect({ user, domain, password, port: prosody.clientPort, ...manners });
}
