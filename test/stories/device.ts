import type { EnableContents } from '../harness/app-server-kind.js';
import type { PhoneOptions } from '../harness/phone.js';
import { Phone } from '../harness/phone.js';

/** A registration as the app server sees it. */
export interface PushTarget {
  readonly jid: string;
  readonly contents: EnableContents;
}

/** How a device is going to connect, besides whose it is. */
export type ConnectionWishes = Pick<PhoneOptions, 'resource' | 'streamManagement' | 'available'>;

/** Somebody's device: at most one session is in its hands, former ones may hibernate at the server. */
export class Device {
  /** Its registrations by app; `''` is the usual one. */
  readonly targets = new Map<string, PushTarget>();
  readonly #sessions: Phone[] = [];

  constructor(
    /** As the story calls it, e.g. `alice's phone`. */
    readonly name: string,
    readonly account: string,
    private readonly options: PhoneOptions,
  ) {}

  get isConnected(): boolean {
    return this.#sessions.length > 0;
  }

  /** The newest session; throws before the first. */
  get phone(): Phone {
    const phone = this.#sessions.at(-1);
    if (phone === undefined) throw new Error(`${this.name} has never been connected`);
    return phone;
  }

  /** Begins a new session; a former one stays as it is. */
  async connect(wishes: ConnectionWishes = {}): Promise<Phone> {
    const phone = await Phone.connect({ ...this.options, ...wishes });
    this.#sessions.push(phone);
    return phone;
  }

  target(app = ''): PushTarget {
    const target = this.targets.get(app);
    if (target === undefined) throw new Error(`${this.name} has no push${app && ` for its ${app}`}`);
    return target;
  }

  /** Leaves nothing connected. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#sessions.map((phone) => phone.drop()));
  }
}
