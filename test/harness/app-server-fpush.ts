import { createHash } from 'node:crypto';
import type { AppServerKind, Device, EnableContents, Verdict } from './app-server-kind.js';
import { dropped, refused, WOKEN } from './app-server-kind.js';
import { takeApart } from './app-server-publish.js';
import type { PublishParts } from './app-server-publish.js';
import type { XmlElement } from './xml.js';

/** How long a token rests after a push; what comes meanwhile waits or is dropped. */
const REST_MS = 20_000;
const BLOCKED_MS = 24 * 60 * 60 * 1000;
const MODULE = 'monalProdiOS';

export interface FpushOptions {
  /** 20 s unless given. */
  readonly restMs?: number;
}

/**
 * fpush, the app server of Monal: parses the whole stanza strictly, knows the device by the node alone and
 * never looks at the sender. A result does not mean that the device was woken.
 */
export class Fpush implements AppServerKind {
  readonly name = 'fpush';
  readonly disco = "<feature var='urn:xmpp:serverinfo:0'/>";
  readonly #restMs: number;
  /** When each token's newest push goes out; it may be in the future. */
  readonly #lastPushes = new Map<string, number>();
  readonly #uninstalled = new Set<string>();
  readonly #blockedUntil = new Map<string, number>();

  constructor(options: FpushOptions = {}) {
    this.#restMs = options.restMs ?? REST_MS;
  }

  /** The node is the push token itself: Monal registers nowhere. */
  register({ account, name }: Device): EnableContents {
    return {
      node: createHash('sha256').update(`${account} ${name}`).digest('hex'),
      form: { pushModule: MODULE },
    };
  }

  uninstall(node: string): void {
    this.#uninstalled.add(node);
  }

  judge(iq: XmlElement, at: number): Verdict {
    const parts = takeApart(iq);
    if (!parts) return refused('bad-request', 'no pubsub in an iq of type set', 'cancel');
    const fault = faultOf(parts);
    if (fault !== null) return refused('bad-request', fault, 'wait');
    const module = pushModule(parts.optionsForm);
    if (module !== null && module !== MODULE) return refused('bad-request', 'unknown pushModule', 'cancel');
    return this.#judgeToken(parts.publish?.attrs.node ?? '', at);
  }

  #judgeToken(token: string, at: number): Verdict {
    if (token.length < 64 || token.length > 512) return dropped('the token has not 64 to 512 characters');
    if ((this.#blockedUntil.get(token) ?? 0) > at) return blocked();
    if (this.#uninstalled.has(token)) {
      this.#blockedUntil.set(token, at + BLOCKED_MS);
      return blocked();
    }
    return this.#rest(token, at);
  }

  #rest(token: string, at: number): Verdict {
    const last = this.#lastPushes.get(token);
    if (last !== undefined && at < last) return dropped('another push for the token is held already');
    const restsUntil = (last ?? -Infinity) + this.#restMs;
    this.#lastPushes.set(token, Math.max(at, restsUntil));
    if (at >= restsUntil) return WOKEN;
    const why = `one push for a token in ${this.#restMs} ms: held`;
    return { fate: 'woken', why, reply: { kind: 'result', delayMs: restsUntil - at } };
  }
}

function blocked(): Verdict {
  return refused('policy-violation', 'the token is blocked', 'cancel');
}

/** What its parser would stumble over; null where the format is right. */
function faultOf(parts: PublishParts): string | null {
  const { pubsub, publish, items, options, optionsForm } = parts;
  if (publish?.attrs.node === undefined) return 'no publish with a node';
  const known = [publish, options].filter((child) => child !== null);
  if (pubsub.getChildElements().length !== known.length) return 'something unknown in the pubsub';
  if (items.some((item) => item.getChildElements().length > 1)) return 'a form beside the notification';
  return optionsForm && faultOfOptions(optionsForm);
}

function faultOfOptions(form: XmlElement): string | null {
  if (!FORM_TYPES.has(form.attrs.type ?? '')) return 'publish-options: a form without a known type';
  const fields = optionFields(form);
  if (fields.length > 5) return 'publish-options: more than five fields';
  if (fields.length === 0) return null;
  if (fields[0]?.attrs.var !== 'pushModule') return 'publish-options: the first field is not pushModule';
  return fields[0].getChildren('value').length === 1 ? null : 'publish-options: pushModule has not one value';
}

const FORM_TYPES: ReadonlySet<string> = new Set(['form', 'submit', 'cancel', 'result']);

/** FORM_TYPE counts as such only in a submitted form, or where it is hidden; otherwise it is a field like others. */
function optionFields(form: XmlElement): readonly XmlElement[] {
  const isFormType = ({ attrs }: XmlElement) =>
    attrs.var === 'FORM_TYPE' && (form.attrs.type === 'submit' || attrs.type === 'hidden');
  return form.getChildren('field').filter((field) => !isFormType(field));
}

function pushModule(form: XmlElement | null): string | null {
  return (form && optionFields(form)[0]?.getChildText('value')) ?? null;
}
