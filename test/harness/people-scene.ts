import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ApiClient } from './api-client.js';
import { startBellhop } from './bellhop.js';
import type { Bellhop } from './bellhop.js';
import { openBrowser, signedInPage } from './browser.js';

/** Of everybody that the scene admits. */
export const PASSWORD = 'seventeen purple kettles';

/** A Bellhop with an owner and two domains whose chat server is away, and a browser for people. */
export async function startPeopleScene(): Promise<PeopleScene> {
  const [bellhop, browser] = await Promise.all([startBellhop(), openBrowser()]);
  const owner = await bellhop.setUp();
  const connection = { jid: 'push.example', endpoints: [{ host: '127.0.0.1', port: 9 }], secret: PASSWORD };
  const { id: connectionId } = await owner.post<{ id: string }>('/connections', connection);
  const add = (domain: string) => owner.post<{ id: string }>('/tenants', { domain, connectionId });
  const tenant = await add('tenant.example');
  const other = await add('other.example');
  return new PeopleScene({ bellhop, browser, owner, tenantId: tenant.id, otherTenantId: other.id });
}

interface Setting {
  readonly bellhop: Bellhop;
  readonly browser: Browser;
  readonly owner: ApiClient;
  /** Of `tenant.example`. */
  readonly tenantId: string;
  /** Of `other.example`. */
  readonly otherTenantId: string;
}

export class PeopleScene {
  readonly #contexts: BrowserContext[] = [];

  constructor(private readonly setting: Setting) {}

  get url(): string {
    return this.setting.bellhop.url;
  }

  get owner(): ApiClient {
    return this.setting.owner;
  }

  /** A path of `tenant.example`, in the dashboard as in the API. */
  tenantPath(rest = ''): string {
    return `/tenants/${this.setting.tenantId}${rest}`;
  }

  /** The same of `other.example`. */
  otherTenantPath(rest = ''): string {
    return `/tenants/${this.setting.otherTenantId}${rest}`;
  }

  /** A page of a browser that knows nobody; `address`: a path, or a whole link. */
  async openPage(address: string): Promise<Page> {
    const context = await this.setting.browser.newContext();
    this.#contexts.push(context);
    const page = await context.newPage();
    await page.goto(address.startsWith('http') ? address : this.url + address);
    return page;
  }

  /** A page on which the owner is signed in. */
  async ownersPage(path: string): Promise<Page> {
    const { context, page } = await signedInPage(this.setting.browser, this.owner);
    this.#contexts.push(context);
    await page.goto(this.url + path);
    return page;
  }

  /** Has a new person take a role in `tenant.example`; gives a client that is signed in as them. */
  async admit(email: string, role: 'admin' | 'support'): Promise<ApiClient> {
    const { url } = await this.owner.post<{ url: string }>(this.tenantPath('/invitations'), { email, role });
    const api = new ApiClient(this.url, PASSWORD);
    await api.post('/invitation/acceptance', { token: url.slice(url.indexOf('#') + 1), password: PASSWORD });
    return api;
  }

  /** After each test: all its pages. */
  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async stop(): Promise<void> {
    await this.setting.browser.close();
    await this.setting.bellhop.stop();
  }
}
