import { Phone } from '../harness/phone.js';
import { APP_SERVER } from '../harness/stage.js';
import type { Stage } from '../harness/stage.js';
import { WRITERS } from './people.js';
import type { Person } from './people.js';

/** Makes the accounts; each device enables push and goes offline. */
export async function introduce(stage: Stage, people: readonly Person[]): Promise<void> {
  for (const person of people) {
    await stage.prosody.createAccount(person.user, person.domain);
    await enablePush(stage, person);
  }
}

/** Each device of the person connects, enables push and goes offline. */
export async function enablePush(stage: Stage, person: Person): Promise<void> {
  for (const node of person.nodes) {
    const phone = await connect(stage, person);
    await phone.enablePush({ jid: APP_SERVER, node, form: { secret: `secret-of-${node}` } });
    await phone.close();
  }
}

/** A phone of the person comes back, takes what waited for it and leaves; gives the readable texts it found. */
export async function comeBack(stage: Stage, person: Person): Promise<readonly string[]> {
  const phone = await connect(stage, person);
  const messages = phone.received.filter((stanza) => stanza.is('message'));
  await phone.close();
  return messages.map((message) => message.getChildText('body') ?? '(no readable text)');
}

/** Who writes to the people of each domain, by domain; they stay connected. */
export async function connectWriters(stage: Stage): Promise<ReadonlyMap<string, Phone>> {
  const writers = new Map<string, Phone>();
  for (const [domain, user] of Object.entries(WRITERS))
    writers.set(domain, await stage.phone(user, { domain }));
  return writers;
}

function connect(stage: Stage, person: Person): Promise<Phone> {
  const { user, domain } = person;
  const port = stage.prosody.clientPort;
  return Phone.connect({ user, domain, password: `${user}-password`, port });
}
