import type { ApiClient } from './api-client.js';
import { FakeAdapter } from './fake-adapter.js';
import { FakeChatServer } from './fake-chat-server.js';
import type { ComponentStream } from './fake-chat-server.js';

/** A chat server under a test's control with one tenant, whose link is open. Stop `chatServer` after use. */
export interface FakeLink {
  readonly chatServer: FakeChatServer;
  readonly stream: ComponentStream;
  readonly adapter: FakeAdapter;
  readonly domain: string;
  readonly tenantId: string;
  readonly connectionId: string;
}

/** The tenant is `<name>.example`; `policy`: its settings, over the defaults. */
export async function openFakeLink(api: ApiClient, name: string, policy: object = {}): Promise<FakeLink> {
  const chatServer = await FakeChatServer.start();
  const connectionId = await chatServer.addConnection(api, `push.${name}.example`);
  const stream = await chatServer.nextStream();
  const domain = `${name}.example`;
  const tenant = await api.post<{ id: string }>('/tenants', { domain, connectionId, policy });
  const adapter = new FakeAdapter(stream, domain, 'i1');
  await adapter.appear(1);
  return { chatServer, stream, adapter, domain, tenantId: tenant.id, connectionId };
}
