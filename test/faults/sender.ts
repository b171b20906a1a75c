import { setTimeout as delay } from 'node:timers/promises';
import { Phone } from '../harness/phone.js';
import type { SentMessage } from './histories.js';
import { renderMessage } from './message-shapes.js';
import type { Person } from './people.js';
import type { Random } from './random.js';

/** A message as its sender knows it; what the archive calls it is read in the end. */
export type OutgoingMessage = { -readonly [Key in keyof Omit<SentMessage, 'archive'>]: SentMessage[Key] };

/** Sends messages over one connection, and knows which of them the chat server has dealt with. Connects again by itself. */
export class Sender {
  readonly #sent: OutgoingMessage[] = [];
  #phone: Phone | null = null;

  constructor(
    private readonly person: Person,
    private readonly port: number,
    private readonly random: Random,
  ) {}

  /** Everything sent, in order. What was not acknowledged when a connection ended is not sent again. */
  get sent(): readonly OutgoingMessage[] {
    return this.#sent;
  }

  /** Sends one message to each account and returns when the chat server has dealt with them, or the connection ended. */
  async send(accounts: readonly string[]): Promise<void> {
    const phone = await this.#connected();
    const batch = accounts.map((account) => this.#sendOne(phone, account));
    const isAcknowledged = await Promise.race([
      phone.sync().then(
        () => true,
        () => false,
      ),
      phone.closed.then(() => false),
    ]);
    if (!isAcknowledged) return this.close();
    const acknowledgedAt = Date.now();
    for (const message of batch) message.acknowledgedAt = acknowledgedAt;
  }

  async close(): Promise<void> {
    const phone = this.#phone;
    this.#phone = null;
    await phone?.drop();
  }

  #sendOne(phone: Phone, account: string): OutgoingMessage {
    const id = `${this.person.user}-${this.#sent.length + 1}`;
    const message: OutgoingMessage = { id, account, sentAt: Date.now(), acknowledgedAt: null };
    this.#sent.push(message);
    phone.send(renderMessage(account, id, this.random));
    return message;
  }

  async #connected(): Promise<Phone> {
    while (this.#phone === null) {
      const { person, port } = this;
      const options = { ...person, port, streamManagement: false, available: false };
      this.#phone = await Phone.connect(options).catch(() => null);
      if (this.#phone === null) await delay(RECONNECT_MS);
    }
    return this.#phone;
  }
}

const RECONNECT_MS = 200;
