import { randomBytes } from 'node:crypto';
import type { ApiClient } from './api-client.js';
import { AppServer } from './app-server.js';
import { startBellhop } from './bellhop.js';
import type { Bellhop, BellhopOptions } from './bellhop.js';
import { eventually } from './eventually.js';
import { Phone } from './phone.js';
import type { PhoneOptions } from './phone.js';
import { startProsody } from './prosody.js';
import type { HostOptions, Prosody, ProsodyOptions } from './prosody.js';

export const COMPONENT = 'push.provider.example';
export const APP_SERVER = 'push.app.example';

export interface StageOptions {
  /** The domains to serve; the first is the one that phones belong to unless told otherwise. */
  readonly domains: readonly string[];
  readonly bellhop?: BellhopOptions;
  /** Settings of every tenant, over the defaults. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** More about the hosts of `domains`, by domain. */
  readonly hosts?: Readonly<Record<string, Partial<HostOptions>>>;
  /** More of Prosody's configuration. */
  readonly prosody?: Partial<ProsodyOptions>;
}

/** A whole provider: Prosody with the adapter, Bellhop with its tenants, and an app server. */
export async function startStage(options: StageOptions): Promise<Stage> {
  const secrets = { component: randomBytes(12).toString('hex'), appServer: randomBytes(12).toString('hex') };
  const [prosody, bellhop] = await Promise.all([
    startProsody({
      ...options.prosody,
      hosts: [
        ...options.domains.map((domain) => ({
          ...options.hosts?.[domain],
          domain,
          bellhopComponent: COMPONENT,
        })),
        ...(options.prosody?.hosts ?? []),
      ],
      components: [
        { jid: COMPONENT, secret: secrets.component },
        { jid: APP_SERVER, secret: secrets.appServer },
        ...(options.prosody?.components ?? []),
      ],
    }),
    startBellhop(options.bellhop),
  ]);
  const appServer = await AppServer.start({
    jid: APP_SERVER,
    secret: secrets.appServer,
    port: prosody.componentPort,
  });
  const stage = new Stage(prosody, bellhop, appServer, secrets);
  await stage.setUp(options);
  return stage;
}

export class Stage {
  readonly #tenants = new Map<string, string>();
  readonly #phones: Phone[] = [];
  #api: ApiClient | null = null;

  constructor(
    readonly prosody: Prosody,
    readonly bellhop: Bellhop,
    public appServer: AppServer,
    private readonly secrets: { readonly component: string; readonly appServer: string },
  ) {}

  /** The owner's. */
  get api(): ApiClient {
    if (this.#api === null) throw new Error('Bellhop is not set up yet');
    return this.#api;
  }

  /** What a provider does with an empty Bellhop: the owner's account, the connection and the domains. */
  async setUp(options: Pick<StageOptions, 'domains' | 'policy'>): Promise<void> {
    await this.makeOwner();
    await this.addDomains(options);
  }

  /** The owner's account, through the set-up link. */
  async makeOwner(): Promise<void> {
    this.#api = await this.bellhop.setUp();
  }

  /** The connection to Prosody, and the domains on it; returns when their links are open. */
  async addDomains({ domains, policy = {} }: Pick<StageOptions, 'domains' | 'policy'>): Promise<void> {
    const endpoints = [{ host: '127.0.0.1', port: this.prosody.componentPort }];
    const { id } = await this.api.post<{ id: string }>('/connections', {
      jid: COMPONENT,
      endpoints,
      secret: this.secrets.component,
    });
    for (const domain of domains) await this.addTenant(domain, id, policy);
  }

  /** The id of a tenant by its domain. */
  tenantId(domain = this.firstDomain): string {
    const id = this.#tenants.get(domain);
    if (id === undefined) throw new Error(`no tenant ${domain}`);
    return id;
  }

  get firstDomain(): string {
    const [domain] = this.#tenants.keys();
    if (domain === undefined) throw new Error('no tenant yet');
    return domain;
  }

  async addTenant(domain: string, connectionId: string, policy: StageOptions['policy'] = {}): Promise<void> {
    const { id } = await this.api.post<{ id: string }>('/tenants', { domain, connectionId, policy });
    this.#tenants.set(domain, id);
    await this.linkOpen(domain);
  }

  /** Returns when the tenant's link is open. */
  async linkOpen(domain = this.firstDomain): Promise<void> {
    await eventually(
      async () => {
        const tenant = await this.api.get<{ link: { state: string } }>(`/tenants/${this.tenantId(domain)}`);
        if (tenant.link.state !== 'open') throw new Error(`the link is ${tenant.link.state}`);
      },
      { what: `the link of ${domain} being open`, timeoutMs: 45_000 },
    );
  }

  /** A new account's phone, connected. */
  async phone(user: string, options: Partial<PhoneOptions> = {}): Promise<Phone> {
    const domain = options.domain ?? this.firstDomain;
    const password = options.password ?? (await this.prosody.createAccount(user, domain));
    const phone = await Phone.connect({ user, domain, password, port: this.prosody.clientPort, ...options });
    this.#phones.push(phone);
    return phone;
  }

  /** A new account whose phone has enabled push and is away; gives the account. Its node is `<user>-node`. */
  async absentPhone(user: string, options: { node?: string; domain?: string } = {}): Promise<string> {
    const { node = `${user}-node`, domain = this.firstDomain } = options;
    const phone = await this.phone(user, { domain });
    await phone.enablePush({ jid: APP_SERVER, node, form: { secret: 's3cr3t' } });
    await phone.close();
    return phone.account;
  }

  /** The app server's connection ends with the chat server; this makes a new one. */
  async reconnectAppServer(): Promise<void> {
    const { componentPort } = this.prosody;
    const { kind } = this.appServer;
    const options = {
      jid: APP_SERVER,
      secret: this.secrets.appServer,
      port: componentPort,
      ...(kind && { kind }),
    };
    this.appServer = await eventually(() => AppServer.start(options), { what: 'the app server connecting' });
  }

  /** The delivery log's newest events of an account. */
  async eventsOf(account: string): Promise<readonly LogEvent[]> {
    const [, domain = this.firstDomain] = account.split('@');
    const path = `/tenants/${this.tenantId(domain)}/events?account=${encodeURIComponent(account)}`;
    return (await this.api.get<{ events: readonly LogEvent[] }>(path)).events;
  }

  /** The newest event of an account that matches, once it is in the log. */
  async event(account: string, matches: (event: LogEvent) => boolean, what = 'an event'): Promise<LogEvent> {
    return await eventually(
      async () => {
        const found = (await this.eventsOf(account)).find(matches);
        if (found === undefined) throw new Error(`${what} of ${account} is not in the log`);
        return found;
      },
      { what },
    );
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.#phones.map((phone) => phone.close()));
    await this.appServer.stop().catch(() => undefined);
    await Promise.all([this.bellhop.stop(), this.prosody.stop()]);
  }
}

/** An event of the delivery log, as the API tells it. */
export interface LogEvent {
  readonly id: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly kind: string;
  readonly account: string | null;
  readonly state: string | null;
  readonly importance: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly sender: string | null;
  readonly decisions: readonly LogDecision[];
}

export interface LogDecision {
  readonly registrationId: string;
  readonly appServer: string;
  readonly node: string;
  readonly reason: string;
  readonly pushId: string | null;
  readonly push: LogPush | null;
  /** The push that is going to be made, or made again, while its time has not come. */
  readonly waiting: {
    readonly pushId: string;
    readonly kind: string;
    readonly attempt: number;
    readonly dueAt: string;
  } | null;
}

export interface LogPush {
  readonly id: string;
  readonly outcome: string;
  readonly importance: string;
  readonly endReason: string | null;
  readonly supersededBy: string | null;
  readonly strikes: number | null;
  readonly attempts: readonly {
    readonly sentAt: string;
    readonly answeredAt: string | null;
    readonly interrupted: boolean;
    readonly answer: {
      readonly kind: string;
      readonly type: string | null;
      readonly condition: string | null;
      readonly text: string | null;
    } | null;
  }[];
}
