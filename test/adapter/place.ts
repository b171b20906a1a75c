import type { Prosody, ProsodyOptions } from '../harness/prosody.js';
import { startProsody } from '../harness/prosody.js';
import { AppServer } from '../harness/app-server.js';
import type { PhoneOptions } from '../harness/phone.js';
import { Phone } from '../harness/phone.js';
import { LinkPartner } from './link-partner.js';

export const BELLHOP = 'bellhop.example';
export const APP_SERVER = 'push.app.example';
export const TENANT = 'tenant.example';
export const OTHER_TENANT = 'other.example';
const SECRET = 'secret';

/** A Prosody with two tenants on one component, and everything a test of the adapter puts around it. */
export class Place {
  readonly #toClose: (() => Promise<void>)[] = [];
  #epoch = 0;
  #fences = 0;

  private constructor(readonly prosody: Prosody) {}

  static async start(options: Partial<ProsodyOptions> = {}): Promise<Place> {
    const hosts = [TENANT, OTHER_TENANT].map((domain) => ({ domain, bellhopComponent: BELLHOP }));
    const components = [BELLHOP, APP_SERVER].map((jid) => ({ jid, secret: SECRET }));
    return new Place(await startProsody({ hosts, components, ...options }));
  }

  /** Around a Prosody that the test stops itself. */
  static around(prosody: Prosody): Place {
    return new Place(prosody);
  }

  /** Connects as Bellhop's component and says nothing yet. */
  async connectPartner(): Promise<LinkPartner> {
    const port = this.prosody.componentPort;
    const partner = await LinkPartner.connect({ jid: BELLHOP, secret: SECRET, port });
    this.#toClose.push(() => partner.close());
    return partner;
  }

  /** Connects as Bellhop's component and opens the link of `tenant`. */
  async openLink(tenant = TENANT, text = ''): Promise<LinkPartner> {
    const partner = await this.connectPartner();
    await partner.open(tenant, { epoch: this.nextEpoch(), text });
    return partner;
  }

  /** Higher than any epoch used in this place so far. */
  nextEpoch(): string {
    this.#epoch += 1;
    return String(this.#epoch);
  }

  async startAppServer(): Promise<AppServer> {
    const port = this.prosody.componentPort;
    const appServer = await AppServer.start({ jid: APP_SERVER, secret: SECRET, port });
    this.#toClose.push(() => appServer.stop());
    return appServer;
  }

  async createAccount(user: string, domain = TENANT): Promise<void> {
    await this.prosody.createAccount(user, domain, PASSWORD);
  }

  /** Creates the account (again) and connects as its phone. */
  async connectPhone(user: string, options: Partial<PhoneOptions> = {}): Promise<Phone> {
    const domain = options.domain ?? TENANT;
    await this.createAccount(user, domain);
    const port = this.prosody.clientPort;
    const phone = await Phone.connect({ user, domain, password: PASSWORD, port, ...options });
    this.#toClose.push(() => phone.drop());
    return phone;
  }

  /**
   * Returns when everything that happened before has been reported: an event for a made-up user went through
   * the same queue.
   */
  async fence(partner: LinkPartner, domain = TENANT): Promise<void> {
    this.#fences += 1;
    const user = `fence-${this.#fences}`;
    await this.fireEvent(domain, 'cloud-notify-ping', `{ user = ${JSON.stringify(user)} }`);
    await partner.nextEventOf('ping', user);
  }

  /** Fires an event on a host, as another module would; `payload` is Lua. */
  async fireEvent(domain: string, name: string, payload: string): Promise<void> {
    await this.prosody.shell(`>prosody.hosts["${domain}"].events.fire_event("${name}", ${payload})`);
  }

  /** Ends what one test connected. */
  async clear(): Promise<void> {
    for (const close of this.#toClose.splice(0).reverse()) await close();
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.prosody.stop();
  }
}

const PASSWORD = 'password';
