import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { EnableInput } from '../input.js';
import { isPlain, isSendableElement } from '../wire/characters.js';
import { serialize } from '../wire/serialize.js';
import type { StanzaError } from '../wire/stanza-error.js';
import { byteLength } from '../wire/utf8.js';
import { badRequest, readAppServer } from './app-server-address.js';
import { isAllowed } from './app-server-lists.js';
import { forgetSessions, holdSession } from './bindings.js';
import { beyondDeviceCap } from './device-cap.js';
import { record } from './record.js';
import { decision } from './verdict.js';
import { cameBack, waitsFor } from './waiting.js';

const MAX_NODE_BYTES = 768;
const MAX_OPTIONS_BYTES = 16_384;

/** A client enables push for its session (XEP-0357 "Enabling Notifications"). */
export function decideEnable(input: EnableInput, facts: Facts): readonly Action[] {
  const appServer = readAppServer(input, facts.domain);
  if (typeof appServer !== 'string') return refuse(appServer);
  if (!isAllowed(appServer, facts.policy)) return refuse(NOT_ALLOWED);
  const fault = faultOf(input);
  if (fault !== null) return refuse(fault);
  return save(input, appServer, facts);
}

/** What mod_cloud_notify leaves to a handler of its registration event. */
const NOT_ALLOWED: StanzaError = {
  type: 'cancel',
  condition: 'not-allowed',
  text: 'This server does not send push notifications to that app server',
};

function refuse(error: StanzaError): readonly Action[] {
  return [{ kind: 'refuse', error }, record({ reason: 'enable-refused', detail: error.text })];
}

function faultOf({ node, options }: EnableInput): StanzaError | null {
  if (!isPlain(node ?? '')) return badRequest('The node has characters that are not allowed');
  if (byteLength(node ?? '') > MAX_NODE_BYTES)
    return tooLarge(`The node is longer than ${MAX_NODE_BYTES} bytes`);
  if (options === null) return null;
  if (!isSendableElement(options)) return badRequest('The form cannot be sent on');
  return byteLength(serialize(options)) > MAX_OPTIONS_BYTES
    ? tooLarge(`The form is larger than ${MAX_OPTIONS_BYTES} bytes`)
    : null;
}

function tooLarge(text: string): StanzaError {
  return { type: 'modify', condition: 'policy-violation', text };
}

function save(input: EnableInput, appServer: string, facts: Facts): readonly Action[] {
  const former = facts.registrations.find(
    (registration) => registration.appServer === appServer && registration.node === (input.node ?? ''),
  );
  const saved = registrationOf(input, appServer, former, facts);
  const all = [...facts.registrations.filter(({ id }) => id !== saved.id), saved];
  const evicted = beyondDeviceCap(all, saved, facts.policy.maxDevices);
  const after = all.filter((registration) => !evicted.includes(registration));
  const reason = former === undefined ? 'enabled' : 'renewed';
  const back = cameBack(input.account, facts, waitsFor([saved.id]));
  return [
    ...evicted.map(({ id }): Action => ({
      kind: 'remove-registration',
      registrationId: id,
      reason: 'device-cap',
    })),
    { kind: 'save-registration', registration: saved },
    ...back.actions,
    {
      kind: 'answer',
      payload: [
        holdSession(facts.policy.maxHibernationSeconds),
        ...forgetSessions(facts.registrations, after),
      ],
    },
    record({ reason, decisions: [decision(saved, reason), ...back.decisions] }),
  ];
}

/** The same key again replaces everything but the id and the first instant; the strikes start over. */
function registrationOf(
  input: EnableInput,
  appServer: string,
  former: Registration | undefined,
  facts: Facts,
): Registration {
  return {
    id: former?.id ?? (facts.freshIds[0] as string),
    account: input.account,
    appServer,
    node: input.node ?? '',
    options: input.options,
    firstEnabledAt: former?.firstEnabledAt ?? input.at,
    enabledAt: input.at,
    strikes: 0,
    binding: { sid: input.sid, resource: input.resource, client: input.client, at: input.at },
    lastPushes: former?.lastPushes ?? { important: null, unimportant: null },
  };
}
