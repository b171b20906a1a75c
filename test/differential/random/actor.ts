import type { Phone } from '../../harness/phone.js';
import { renderAttributes } from '../../harness/xml.js';
import type { Side } from '../side.js';
import type { Action, DeviceName, NodeName } from './action.js';
import { shapeOf } from './shapes.js';

/** The account of one history on one side, and its devices. */
export class Actor {
  readonly #sessions = new Map<DeviceName, Phone>();
  readonly #connected = new Set<DeviceName>();
  readonly #withholding = new Set<DeviceName>();
  readonly #all: Phone[] = [];
  #lastId = 0;

  constructor(
    private readonly side: Side,
    /** The account's user; no other history has it. */
    private readonly user: string,
  ) {}

  get account(): string {
    return `${this.user}@${this.side.domain}`;
  }

  node(name: NodeName): string {
    return `${this.user}-${name}`;
  }

  /** Carries an action out; returns when the chat server has dealt with it. */
  async perform(action: Action): Promise<void> {
    switch (action.kind) {
      case 'connect':
        return await this.#connect(action);
      case 'enable':
        return await this.#enable(action);
      case 'disable':
        return await this.#disable(action);
      case 'lose':
        await this.#settle(action.device);
        this.#connected.delete(action.device);
        return await this.#session(action.device).loseConnection();
      case 'resume':
        await this.#session(action.device).resume();
        this.#connected.add(action.device);
        this.#withholding.delete(action.device);
        return await this.#settle(action.device);
      case 'close':
        await this.#settle(action.device);
        this.#connected.delete(action.device);
        return await this.#session(action.device).close();
      case 'withhold':
        await this.#settle(action.device);
        this.#withholding.add(action.device);
        return this.#session(action.device).withholdAcknowledgements();
      case 'acknowledge':
        this.#withholding.delete(action.device);
        this.#session(action.device).acknowledge();
        return await this.#settle(action.device);
      case 'messages':
        return await this.#send(
          this.side.sender,
          action.shapes.map((shape) => this.#message(shape, this.account)),
        );
      case 'direct':
        return await this.#send(this.side.sender, [
          this.#message(action.shape, this.#session(action.device).jid),
        ]);
      case 'outgoing':
        return await this.#outgoing(action.device, action.shape);
      case 'ping':
        return await this.side.ping(this.user);
      case 'answer':
        return this.#answer(action.node, action.type);
      case 'pause':
        return;
    }
  }

  async end(): Promise<void> {
    await Promise.allSettled(this.#all.map((phone) => phone.drop()));
  }

  async #connect({
    device,
    hasOwnResource,
    isAvailable,
  }: Extract<Action, { kind: 'connect' }>): Promise<void> {
    const resource = hasOwnResource ? { resource: device } : {};
    const phone = await this.side.connect(this.user, { ...resource, available: isAvailable });
    this.#sessions.set(device, phone);
    this.#connected.add(device);
    this.#withholding.delete(device);
    this.#all.push(phone);
    await this.#settle(device);
  }

  async #enable({ device, node, secret }: Extract<Action, { kind: 'enable' }>): Promise<void> {
    const form = secret === null ? {} : { form: { secret } };
    await this.#session(device).enablePush({ jid: this.side.appServer.jid, node: this.node(node), ...form });
    await this.#settle(device);
  }

  async #disable({ device, node }: Extract<Action, { kind: 'disable' }>): Promise<void> {
    const which = node === null ? {} : { node: this.node(node) };
    await this.#session(device).disablePush({ jid: this.side.appServer.jid, ...which });
    await this.#settle(device);
  }

  async #outgoing(device: DeviceName, shape: string): Promise<void> {
    const phone = this.#session(device);
    phone.send(this.#message(shape, `friend@${this.side.domain}`));
    await this.#settle(device);
  }

  #answer(node: NodeName, type: 'result' | 'cancel' | 'wait'): void {
    const error = { kind: 'error', type, condition: 'internal-server-error' } as const;
    this.side.appServer.alwaysAnswer(this.node(node), type === 'result' ? { kind: 'result' } : error);
  }

  async #settle(device: DeviceName): Promise<void> {
    if (!this.#withholding.has(device)) await this.#session(device).settle();
  }

  async #send(phone: Phone, messages: readonly string[]): Promise<void> {
    phone.send(messages.join(''));
    await phone.settle();
    for (const device of this.#connected) await this.#settle(device);
  }

  #message(shape: string, to: string): string {
    const { type, payload } = shapeOf(shape);
    this.#lastId += 1;
    const attributes = renderAttributes({ to, type: type || undefined, id: `${this.user}-${this.#lastId}` });
    return `<message${attributes}>${payload}</message>`;
  }

  #session(device: DeviceName): Phone {
    const phone = this.#sessions.get(device);
    if (!phone) throw new Error(`the ${device} has no session`);
    return phone;
  }
}
