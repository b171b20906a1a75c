import type { ApiClient } from '@bellhop/test/harness/api-client';
import { FakeAdapter } from '@bellhop/test/harness/fake-adapter';
import { FakeChatServer } from '@bellhop/test/harness/fake-chat-server';
import type { ComponentStream } from '@bellhop/test/harness/fake-chat-server';
import type { XmlElement } from '@bellhop/test/harness/xml';
import { inLanes } from '../lanes.js';
import { ScriptedAdapter } from './scripted-adapter.js';
import type { AdapterScript } from './scripted-adapter.js';

const COMPONENT = 'push.provider.example';
const INSTANCE = 'i1';
const REQUESTS_AT_ONCE = 50;

/** One domain of the chat server: the adapter that reports its events, and the tenant of Bellhop that it is. */
export interface Partner {
  readonly domain: string;
  readonly tenantId: string;
  readonly adapter: ScriptedAdapter;
  /** Passes on a client's `<enable/>`; returns when it is answered. */
  readonly enable: (user: string, appServer: string) => Promise<void>;
}

export interface PartnerOptions {
  readonly api: ApiClient;
  readonly domains: readonly string[];
  /** Settings of the tenants, over the defaults. */
  readonly policy: Readonly<Record<string, unknown>>;
  readonly script: AdapterScript;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** A chat server that costs next to no CPU: its domains share one connection to Bellhop, and their links are open. */
export async function openPartners(options: PartnerOptions): Promise<readonly Partner[]> {
  const adapters: ScriptedAdapter[] = [];
  const opened: { stream?: ComponentStream } = {};
  const chatServer = await FakeChatServer.start({
    onStanza: (stanza) =>
      adapters.some((adapter) => adapter.take(stanza)) || answerPing(stanza, opened.stream),
  });
  options.onStop(() => chatServer.stop());
  const connectionId = await chatServer.addConnection(options.api, COMPONENT);
  const stream = await chatServer.nextStream();
  opened.stream = stream;
  const partners: Partner[] = [];
  for (const domain of options.domains) {
    const partner = await openPartner(options, { domain, connectionId, stream });
    adapters.push(partner.adapter);
    partners.push(partner);
  }
  return partners;
}

/** The node of a user's registration. */
export function nodeOf(user: string): string {
  return `${user}-node`;
}

/** Every user enables push at the app server that user number n has, some at a time. */
export async function enableAll(
  partner: Partner,
  users: readonly string[],
  appServerOf: (number: number) => string,
): Promise<void> {
  await inLanes(users.length, REQUESTS_AT_ONCE, (number) =>
    partner.enable(users[number] ?? '', appServerOf(number)),
  );
}

async function openPartner(
  { api, policy, script }: PartnerOptions,
  { domain, connectionId, stream }: { domain: string; connectionId: string; stream: ComponentStream },
): Promise<Partner> {
  const { id: tenantId } = await api.post<{ id: string }>('/tenants', { domain, connectionId, policy });
  const fake = new FakeAdapter(stream, domain, INSTANCE);
  await fake.appear(1);
  const adapter = new ScriptedAdapter(stream, domain, INSTANCE, script);
  const enable = async (user: string, appServer: string) => {
    const answer = await fake.request(user, enableStanza(user, appServer));
    if (answer.attrs.type !== 'result') throw new Error(`push was not enabled: ${answer.toString()}`);
  };
  return { domain, tenantId, adapter, enable };
}

/** Bellhop asks now and then whether the chat server still carries stanzas, and breaks a stream that does not. */
function answerPing(stanza: XmlElement, stream: ComponentStream | undefined): boolean {
  if (stream === undefined || stanza.attrs.to !== COMPONENT || stanza.getChild('ping') === undefined)
    return false;
  stream.answer(stanza);
  return true;
}

/** Most app servers want a secret along with each push, so there is one. */
function enableStanza(user: string, appServer: string): string {
  const field = (name: string, value: string) => `<field var='${name}'><value>${value}</value></field>`;
  const form = [
    field('FORM_TYPE', 'http://jabber.org/protocol/pubsub#publish-options'),
    field('secret', `${user}-secret`),
  ];
  return (
    `<enable xmlns='urn:xmpp:push:0' jid='${appServer}' node='${nodeOf(user)}'>` +
    `<x xmlns='jabber:x:data' type='submit'>${form.join('')}</x></enable>`
  );
}
