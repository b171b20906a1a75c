import type { Phone } from '../harness/phone.js';
import { renderAttributes } from '../harness/xml.js';
import type { MessageShape } from './message-shapes.js';
import type { Party, World } from './world.js';

/** Sends a message and returns when the chat server has dealt with it; without `to` it is for the own account. */
export async function sendMessage(
  world: World,
  from: Party,
  to: string | undefined,
  shape: MessageShape,
): Promise<void> {
  await sendMessages(world, from, to, [shape]);
}

/** The same for several that reach the chat server together. */
export async function sendMessages(
  world: World,
  from: Party,
  to: string | undefined,
  shapes: readonly MessageShape[],
): Promise<void> {
  const { phone } = await world.connected(from);
  const stanzas = shapes.map(({ type, payload }) => {
    const attributes = renderAttributes({ to, type: type || undefined, id: world.nextId() });
    return `<message${attributes}>${payload}</message>`;
  });
  await sendStanza(phone, stanzas.join(''));
}

/** Sends anything and returns when the chat server has dealt with it. */
export async function sendStanza(phone: Phone, stanza: string): Promise<void> {
  phone.send(stanza);
  await phone.settle();
}
