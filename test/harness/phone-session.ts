import type { Inbox } from './inbox.js';
import type { XmlElement } from './xml.js';
import { escapeXml, renderAttributes } from './xml.js';
import type { XmppStream } from './xmpp-stream.js';

/** Whose phone it is and how it connects; always over loopback, without TLS. */
export interface PhoneOptions {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
  /** The chat server's port for clients. */
  readonly port: number;
  /** Chosen by the server unless given. */
  readonly resource?: string;
  /** Stream management with resumption (XEP-0198); on unless switched off. */
  readonly streamManagement?: boolean;
  /** Sends initial presence after login; on unless switched off. */
  readonly available?: boolean;
}

/** A session as the server made it; `resumption` is null where it cannot be resumed. */
export interface PhoneSession {
  readonly jid: string;
  readonly resumption: string | null;
}

/** What a login needs: the connected stream, and what arrives on it besides stanzas. */
export interface Login {
  readonly stream: XmppStream;
  readonly nonzas: Inbox<XmlElement>;
  readonly options: PhoneOptions;
  /** The session to resume and how many stanzas of it arrived; null to bind a new one. */
  readonly former: { readonly session: PhoneSession; readonly handled: number } | null;
  /** Called when the next stanza received is the first that counts (XEP-0198 section 4). */
  readonly onCountingStarts: () => void;
}

/** SASL PLAIN on a connected stream; what follows is `startSession`. Rejects when refused. */
export async function authenticate(login: Login): Promise<void> {
  const { stream, nonzas, options } = login;
  await openStream(login);
  const secret = Buffer.from(`\0${options.user}\0${options.password}`).toString('base64');
  stream.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`);
  accept(await nonzas.next(), 'success');
  await openStream(login);
}

/** Either resumption or resource binding with stream management. Rejects when refused. */
export async function startSession(login: Login): Promise<PhoneSession> {
  const { former } = login;
  return former ? await resume(login, former) : await bind(login);
}

async function openStream({ stream, nonzas, options }: Login): Promise<void> {
  await stream.open(`xmlns='jabber:client' version='1.0' to='${escapeXml(options.domain)}'`);
  accept(await nonzas.next(), 'features');
}

async function bind(login: Login): Promise<PhoneSession> {
  const { stream, nonzas, options } = login;
  const resource =
    options.resource === undefined ? '' : `<resource>${escapeXml(options.resource)}</resource>`;
  stream.send(`<iq type='set' id='bind'><bind xmlns='${BIND}'>${resource}</bind></iq>`);
  const answer = accept(await nonzas.next(), 'iq');
  const jid = answer.getChild('bind', BIND)?.getChildText('jid');
  if (typeof jid !== 'string') throw new Error(`no resource was bound: ${answer.toString()}`);
  const resumption = (options.streamManagement ?? true) ? await enableStreamManagement(login) : null;
  return { jid, resumption };
}

async function enableStreamManagement({ stream, nonzas, onCountingStarts }: Login): Promise<string | null> {
  onCountingStarts();
  stream.send(`<enable xmlns='${SM}' resume='true'/>`);
  const enabled = accept(await nonzas.next(), 'enabled');
  return enabled.attrs.id ?? null;
}

async function resume(login: Login, former: NonNullable<Login['former']>): Promise<PhoneSession> {
  const { session, handled } = former;
  if (session.resumption === null) throw new Error(`${session.jid} cannot be resumed`);
  const attributes = renderAttributes({ previd: session.resumption, h: String(handled) });
  login.stream.send(`<resume xmlns='${SM}'${attributes}/>`);
  accept(await login.nonzas.next(), 'resumed');
  return session;
}

function accept(element: XmlElement, expected: string): XmlElement {
  if (element.getName() === expected) return element;
  throw new Error(`the server answered ${element.toString()} where ${expected} was expected`);
}

const BIND = 'urn:ietf:params:xml:ns:xmpp-bind';
const SM = 'urn:xmpp:sm:3';
