import type { AppServer } from '../harness/app-server.js';
import { Phone } from '../harness/phone.js';
import type { Setting } from './settings.js';
import { detailsOf } from './settings.js';
import type { ChatServer } from './story-stage.js';

interface Fence {
  readonly phone: Phone;
  readonly node: string;
}

/** A second or two on a machine at rest. */
const PATIENCE_MS = 25_000;

interface FenceOptions {
  /** Other fences on the same chat server have other names. */
  readonly name: string;
  readonly chatServer: ChatServer;
  readonly appServer: () => AppServer;
  readonly domainOf: (setting: Setting) => string;
  /** For whoever has to find out why a fence got no push. */
  readonly tellLog: (account: string) => Promise<string>;
}

/**
 * Shows that nothing more will come, without waiting for it not to come. A phone that nobody looks at is away in
 * the way that takes longest (its session hibernates, or owes an acknowledgement), and gets a message after
 * everything else: the chat server's timers for it end last, so its push is the last one.
 */
export class Fences {
  readonly #idle = new Map<Setting, Fence[]>();
  readonly #senders = new Map<string, Promise<Phone>>();
  #count = 0;

  constructor(private readonly options: FenceOptions) {}

  async pass(setting: Setting): Promise<void> {
    const fence = this.#idle.get(setting)?.pop() ?? (await this.#build(setting));
    const sender = await this.#sender(this.options.domainOf(setting));
    this.#send(setting, sender, fence);
    await this.#awaitPush(fence);
    if (detailsOf(setting).isBellhopOnly) return;
    if (detailsOf(setting).owesAcknowledgements) await acknowledge(fence.phone);
    this.#idle.set(setting, [...(this.#idle.get(setting) ?? []), fence]);
  }

  /** After a restart of the chat server, when all sessions are gone. */
  forget(): void {
    this.#idle.clear();
    this.#senders.clear();
  }

  async #awaitPush({ node, phone }: Fence): Promise<void> {
    const { appServer, tellLog } = this.options;
    await appServer()
      .nextPublish((publish) => publish.node === node, { timeoutMs: PATIENCE_MS })
      .catch(async () => {
        const log = await tellLog(phone.account);
        throw new Error(`the fence ${node} has had no push within ${PATIENCE_MS} ms${log}`);
      });
  }

  #send(setting: Setting, sender: Phone, { phone, node }: Fence): void {
    const to = phone.account;
    this.#count += 1;
    const id = `${node}-${this.#count}`;
    // A chat state does not end the time that the session is held; where those are not pushed, a message has to do.
    if (detailsOf(setting).isBellhopOnly) sender.sendMessage({ to, id, body: 'fence' });
    else sender.sendTyping({ to, id });
  }

  async #build(setting: Setting): Promise<Fence> {
    this.#count += 1;
    const node = `fence-${this.options.name}-${this.#count}`;
    const { appServer, domainOf } = this.options;
    const phone = await this.#connect(node, domainOf(setting));
    await phone.enablePush({ jid: appServer().jid, node });
    appServer().alwaysAnswer(node, { kind: 'result' });
    await phone.settle();
    if (detailsOf(setting).owesAcknowledgements) phone.withholdAcknowledgements();
    else await phone.loseConnection();
    return { phone, node };
  }

  async #sender(domain: string): Promise<Phone> {
    const sender = this.#senders.get(domain) ?? this.#connect(`fencer-${this.options.name}`, domain);
    this.#senders.set(domain, sender);
    return await sender;
  }

  async #connect(user: string, domain: string): Promise<Phone> {
    const { chatServer } = this.options;
    const password = await chatServer.createAccount(user, domain);
    return await Phone.connect({ user, domain, password, port: chatServer.clientPort });
  }
}

async function acknowledge(phone: Phone): Promise<void> {
  phone.acknowledge();
  await phone.settle();
  phone.withholdAcknowledgements();
}
