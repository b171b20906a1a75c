import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  connectHeld,
  connectNamed,
  messageIds,
  nextMessageEvent,
  nextState,
  serverSeesHibernation,
} from './held-phone.js';
import type { LinkPartner, SessionName } from './link-partner.js';
import { LINK } from './link-partner.js';
import { APP_SERVER, Place, TENANT } from './place.js';

const SERVER_SECONDS = 1;
const QUEUE_SIZE = 20;
let users = 0;

describe('a hold', () => {
  let place: Place;
  beforeAll(async () => {
    const config = `smacks_hibernation_time = ${SERVER_SECONDS}; smacks_max_queue_size = ${QUEUE_SIZE}`;
    place = await Place.start({ config });
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  /** Returns when the server's own time is over for everything that hibernates since before the call. */
  async function serverTimePasses(partner: LinkPartner): Promise<void> {
    const closed = await dropUnheld(partner);
    await closed(partner);
  }

  /** Somebody who is not held hibernates; the result waits for the end of that, on any stream. */
  async function dropUnheld(partner: LinkPartner) {
    users += 1;
    const user = `clock-${users}`;
    const { phone } = await connectNamed(place, partner, user);
    await phone.drop();
    await nextState(partner, user, 'hibernating');
    return async (on: LinkPartner) => void (await nextState(on, user, 'closed'));
  }

  /** When the session ended, ms since 1970. */
  async function closedAt(partner: LinkPartner, { user }: SessionName): Promise<number> {
    return Number((await nextState(partner, user, 'closed')).element.attrs.at);
  }

  it('lengthens every hibernation of its session', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'alice');
    for (let cycle = 0; cycle < 2; cycle += 1) {
      await phone.drop();
      await nextState(partner, session.user, 'hibernating');
      await serverTimePasses(partner);
      await phone.resume();
      await nextState(partner, session.user, 'resumed');
    }
    const sids = partner.eventsOf(session.user, 'session').map(({ element }) => element.attrs.sid);
    expect(new Set(sids)).toEqual(new Set([session.sid]));
  });

  it('comes with the answer to an enable', async () => {
    const partner = await place.openLink();
    const { phone } = await connectNamed(place, partner, 'anna');
    const enabled = phone.enablePush({ jid: APP_SERVER, node: 'n1' });
    await partner.acceptRequest(
      'anna',
      `<hold xmlns='${LINK}' seconds='600' new='x'/><new xmlns='${LINK}'/>`,
    );
    await enabled;
    await phone.drop();
    await nextState(partner, 'anna', 'hibernating');
    await serverTimePasses(partner);
    await phone.resume();
  });

  it('ends after its own seconds', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'arvo', { seconds: 3 });
    await phone.drop();
    const { element } = await nextState(partner, 'arvo', 'hibernating');
    const seconds = ((await closedAt(partner, session)) - Number(element.attrs.at)) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(3);
  });

  it('is applied while the component is away, and what happens then is told later', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'amos');
    const bob = await place.connectPhone('bob');
    const clock = await connectNamed(place, partner, 'amos-clock');
    await partner.component.drop();
    await phone.drop();
    await clock.phone.drop();
    await serverSeesHibernation(place, 'amos');
    bob.sendMessage({ to: phone.account, id: 'meanwhile', body: 'meanwhile' });
    await bob.sync();
    const later = await place.openLink();
    await nextState(later, 'amos', 'hibernating');
    const { element } = await nextMessageEvent(later, 'queued', 'amos', 'meanwhile');
    await nextState(later, 'amos-clock', 'closed');
    expect(element.attrs.live).toBe(`${session.sid}+~`);
    await phone.resume();
    await phone.nextMessage('meanwhile');
  });

  it('outlives a reload of the module', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'asta');
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, 'asta', 'hibernating');
    await place.prosody.reloadModule(TENANT);
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    bob.sendMessage({ to: phone.account, id: 'reloaded', body: 'reloaded' });
    const { element } = await nextMessageEvent(partner, 'queued', 'asta', 'reloaded');
    expect(element.attrs.live).toBe(`${session.sid}+~`);
    await serverTimePasses(partner);
    await phone.resume();
    await nextState(partner, 'asta', 'resumed');
    await phone.drop();
    await nextState(partner, 'asta', 'hibernating');
    await serverTimePasses(partner);
    await phone.resume();
  });

  it('put on a session that hibernates already lengthens that hibernation', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectNamed(place, partner, 'aino');
    await phone.drop();
    await nextState(partner, 'aino', 'hibernating');
    await partner.hold(session, 600);
    await serverTimePasses(partner);
    await phone.resume();
  });

  it('of no seconds marks the session and lengthens nothing', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'aron', { seconds: 0 });
    await phone.drop();
    const { element } = await nextState(partner, 'aron', 'hibernating');
    expect(element.attrs.live).toBe(`${session.sid}+~`);
    await closedAt(partner, session);
  });

  it('does not keep a session for which more came than can be resumed', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'axel-full');
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, 'axel-full', 'hibernating');
    for (let i = 0; i <= QUEUE_SIZE; i += 1) bob.sendMessage({ to: phone.account, id: `m${i}`, body: 'hi' });
    await nextMessageEvent(partner, 'queued', 'axel-full', `m${QUEUE_SIZE}`);
    await closedAt(partner, session);
  });

  it('does not keep a session that cannot be resumed', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'axel', { streamManagement: false });
    await phone.drop();
    await closedAt(partner, session);
    expect(partner.eventsOf('axel', 'session').map(({ element }) => element.attrs.state)).toEqual([
      'bound',
      'closed',
    ]);
  });

  it("is released: the server's own time starts afresh, and the next hibernation is held again", async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'abe');
    await phone.drop();
    await nextState(partner, 'abe', 'hibernating');
    await serverTimePasses(partner);
    expect((await partner.release(session)).attrs.type).toBe('result');
    await phone.resume();
    await phone.drop();
    await nextState(partner, 'abe', 'hibernating');
    await serverTimePasses(partner);
    const releasedAt = Date.now();
    await partner.release(session);
    expect((await partner.release(session)).attrs.type).toBe('result');
    const afterSeconds = ((await closedAt(partner, session)) - releasedAt) / 1000;
    expect(afterSeconds).toBeGreaterThanOrEqual(SERVER_SECONDS);
  });

  it('is not ended by a release while the session is awake', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'ada');
    expect((await partner.release(session)).attrs.type).toBe('result');
    await phone.drop();
    await nextState(partner, 'ada', 'hibernating');
    await serverTimePasses(partner);
    await phone.resume();
  });

  it('is forgotten: the session hibernates no longer than any other, and tells no more', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'alma');
    const bob = await place.connectPhone('bob');
    await phone.drop();
    await nextState(partner, 'alma', 'hibernating');
    await partner.release(session, { forget: '1' });
    bob.sendMessage({ to: phone.account, id: 'forgotten', body: 'forgotten' });
    const { element } = await nextMessageEvent(partner, 'archived', 'alma', 'forgotten');
    expect(element.attrs.live).toBe(`${session.sid}~`);
    await closedAt(partner, session);
    expect(messageIds(partner, 'queued', 'alma')).toEqual([]);
  });

  it('is forgotten through the answer to a disable', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'aki');
    const disabled = phone.disablePush({ jid: APP_SERVER });
    await partner.acceptRequest('aki', `<forget xmlns='${LINK}' sid='${session.sid}'/>`);
    await disabled;
    await phone.drop();
    expect((await nextState(partner, 'aki', 'hibernating')).element.attrs.live).toBe(`${session.sid}~`);
    await closedAt(partner, session);
  });

  it('ends with the module, so that no phone is left asleep for days', async () => {
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, 'alan');
    await phone.drop();
    await nextState(partner, 'alan', 'hibernating');
    await place.prosody.shell(`module:unload("bellhop", "${TENANT}")`);
    await place.prosody.shell(`module:load("bellhop", "${TENANT}")`);
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    await nextState(partner, 'alan', 'closed');
  });

  it('of a session that is gone, or without a number, is an error', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectNamed(place, partner, 'aud');
    const conditionOf = async (answer: ReturnType<typeof partner.hold>) =>
      (await answer).getChild('error')?.getChildElements()[0]?.getName();
    for (const seconds of ['', '-1', '1.5', 'x']) {
      expect(await conditionOf(partner.hold(session, seconds))).toBe('bad-request');
    }
    const others = [
      { ...session, sid: 'unknown' },
      { ...session, user: 'bob' },
    ];
    for (const other of others) {
      expect(await conditionOf(partner.hold(other, 60))).toBe('item-not-found');
      expect(await conditionOf(partner.release(other))).toBe('item-not-found');
    }
    await phone.close();
    expect(await conditionOf(partner.hold(session, 60))).toBe('item-not-found');
    expect(await conditionOf(partner.release(session, { forget: '1' }))).toBe('item-not-found');
  });
});
