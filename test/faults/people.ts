import { setTimeout as delay } from 'node:timers/promises';
import { Phone } from '../harness/phone.js';
import type { PushOptions } from '../harness/phone.js';
import type { Prosody } from '../harness/prosody.js';
import type { Enabled } from './histories.js';

/** An account of a tenant. */
export interface Person {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
}

export function jidOf({ user, domain }: Pick<Person, 'user' | 'domain'>): string {
  return `${user}@${domain}`;
}

export async function createPerson(prosody: Prosody, user: string, domain: string): Promise<Person> {
  return { user, domain, password: await prosody.createAccount(user, domain) };
}

/**
 * Enables push at each app server from a phone that is away afterwards; goes on trying until every `<enable/>` is
 * answered with a result, as clients do.
 */
export async function enableEverywhere(
  person: Person,
  appServers: readonly string[],
  prosody: Prosody,
): Promise<readonly Enabled[]> {
  for (;;) {
    try {
      return await enableOnce(person, appServers, prosody.clientPort);
    } catch {
      await delay(RETRY_MS);
    }
  }
}

async function enableOnce(
  person: Person,
  appServers: readonly string[],
  port: number,
): Promise<readonly Enabled[]> {
  const phone = await Phone.connect({ ...person, port, streamManagement: false, available: false });
  try {
    const enabled: Enabled[] = [];
    for (const appServer of appServers) {
      const push: Required<PushOptions> = {
        jid: appServer,
        node: `${person.user}-${appServer}`,
        form: { secret: 's' },
      };
      await Promise.race([phone.enablePush(push), lost(phone)]);
      enabled.push({ account: phone.account, appServer, node: push.node, enabledAt: Date.now() });
    }
    return enabled;
  } finally {
    await phone.close();
  }
}

async function lost(phone: Phone): Promise<never> {
  await phone.closed;
  throw new Error('the connection ended');
}

const RETRY_MS = 500;
