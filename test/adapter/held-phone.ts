import type { Phone, PhoneOptions } from '../harness/phone.js';
import { eventually } from '../harness/eventually.js';
import type { LinkPartner, ReportedEvent, SessionName } from './link-partner.js';
import type { Place } from './place.js';
import { TENANT } from './place.js';

/** A connected phone with the name that the adapter gave its session. */
export interface NamedPhone {
  readonly phone: Phone;
  readonly session: SessionName;
}

/** Connects a phone and reads its session's id from the report. */
export async function connectNamed(
  place: Place,
  partner: LinkPartner,
  user: string,
  options: Partial<PhoneOptions> = {},
): Promise<NamedPhone> {
  const phone = await place.connectPhone(user, options);
  const bound = await nextState(partner, user, 'bound');
  return { phone, session: { tenant: TENANT, user, sid: bound.element.attrs.sid! } };
}

/** Connects a phone whose session may hibernate for so long. */
export async function connectHeld(
  place: Place,
  partner: LinkPartner,
  user: string,
  options: Partial<PhoneOptions> & { readonly seconds?: number } = {},
): Promise<NamedPhone> {
  const { seconds = 600, ...rest } = options;
  const named = await connectNamed(place, partner, user, rest);
  await partner.hold(named.session, seconds);
  return named;
}

/** The next report that a session of this user came into this state. */
export function nextState(partner: LinkPartner, user: string, state: string): Promise<ReportedEvent> {
  return partner.nextEvent(
    ({ element }) =>
      element.getName() === 'session' && element.attrs.user === user && element.attrs.state === state,
  );
}

/** Returns when the server has noticed that a user's phone is gone: what is sent from then on is queued, not delivered. */
export async function serverSeesHibernation({ prosody }: Place, user: string): Promise<void> {
  const sessions = `prosody.hosts["${TENANT}"].sessions["${user}"].sessions`;
  const look = `>for _, session in pairs(${sessions}) do if session.hibernating then return true, "asleep" end end`;
  await eventually(async () => {
    if (!(await prosody.shell(look)).includes('asleep')) throw new Error(`${user} does not hibernate yet`);
  });
}

/** Ids of the messages reported from this source about this user so far, in order. */
export function messageIds(partner: LinkPartner, on: string, user: string): readonly (string | undefined)[] {
  return partner
    .eventsOf(user, 'stanza')
    .filter(({ element }) => element.attrs.on === on)
    .flatMap(({ element }) => element.getChildren('message').map(({ attrs }) => attrs.id));
}

/** The next report from this source about this user of the message with this id. */
export function nextMessageEvent(
  partner: LinkPartner,
  on: string,
  user: string,
  id: string,
): Promise<ReportedEvent> {
  return partner.nextEvent(
    ({ element }) =>
      element.attrs.on === on && element.attrs.user === user && element.getChild('message')?.attrs.id === id,
  );
}
