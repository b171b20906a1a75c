import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectHeld, connectNamed, messageIds, nextMessageEvent, nextState } from './held-phone.js';
import { Place, TENANT } from './place.js';

describe('an acknowledgement that is owed for long', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start({ config: 'smacks_max_ack_delay = 1' });
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  it('is told for each stanza that waits for it, of a held session that is connected', async () => {
    const partner = await place.openLink();
    const { phone, session } = await connectHeld(place, partner, 'alice');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    const sentAt = Date.now();
    for (const id of ['one', 'two']) bob.sendMessage({ to: phone.account, id, body: id });
    const first = await nextMessageEvent(partner, 'unacked', 'alice', 'one');
    const second = await nextMessageEvent(partner, 'unacked', 'alice', 'two');
    expect(first.element.attrs).toMatchObject({ sid: session.sid, live: `${session.sid}+` });
    expect(first.element.attrs.archive).toBeTruthy();
    expect(Number(first.element.attrs.at)).toBeGreaterThanOrEqual(sentAt + 1000);
    expect(second.number).toBeGreaterThan(first.number);
  });

  it('is told once for each, also for those that come while it is owed', async () => {
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, 'anna');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    for (const id of ['one', 'two', 'three']) {
      bob.sendMessage({ to: phone.account, id, body: id });
      await nextMessageEvent(partner, 'unacked', 'anna', id);
    }
    phone.acknowledge();
    phone.withholdAcknowledgements();
    bob.sendMessage({ to: phone.account, id: 'four', body: 'four' });
    await nextMessageEvent(partner, 'unacked', 'anna', 'four');
    expect(messageIds(partner, 'unacked', 'anna')).toEqual(['one', 'two', 'three', 'four']);
  });

  it('is told further when the module was reloaded', async () => {
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, 'arvo');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    bob.sendMessage({ to: phone.account, id: 'before', body: 'before' });
    await nextMessageEvent(partner, 'unacked', 'arvo', 'before');
    await place.prosody.reloadModule(TENANT);
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    bob.sendMessage({ to: phone.account, id: 'after', body: 'after' });
    await nextMessageEvent(partner, 'unacked', 'arvo', 'after');
    expect(messageIds(partner, 'unacked', 'arvo')).toEqual(['before', 'after']);
  });

  it('leads to the same stanzas again when the session hibernates then, under the same refs', async () => {
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, 'aldo');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    bob.sendMessage({ to: phone.account, id: 'owed', body: 'owed' });
    const unacked = await nextMessageEvent(partner, 'unacked', 'aldo', 'owed');
    await phone.drop();
    const hibernation = await nextMessageEvent(partner, 'hibernation', 'aldo', 'owed');
    expect(hibernation.element.attrs.ref).toBe(unacked.element.attrs.ref);
    expect(hibernation.element.attrs.archive).toBe(unacked.element.attrs.archive);
  });

  it('is not told of a session that is not held, nor of one that acknowledges', async () => {
    const partner = await place.openLink();
    const quick = await connectHeld(place, partner, 'aki');
    const { phone } = await connectNamed(place, partner, 'aron');
    const owing = await connectHeld(place, partner, 'ava');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    owing.phone.withholdAcknowledgements();
    for (const to of [quick.phone, phone, owing.phone])
      bob.sendMessage({ to: to.account, id: 'm', body: 'm' });
    await nextMessageEvent(partner, 'unacked', 'ava', 'm');
    await place.fence(partner);
    expect(messageIds(partner, 'unacked', 'aron')).toEqual([]);
    expect(messageIds(partner, 'unacked', 'aki')).toEqual([]);
  });

  it('is told no more of a session that hibernates', async () => {
    const partner = await place.openLink();
    const { phone } = await connectHeld(place, partner, 'ada');
    const clock = await connectHeld(place, partner, 'ada-clock');
    const bob = await place.connectPhone('bob');
    phone.withholdAcknowledgements();
    bob.sendMessage({ to: phone.account, id: 'first', body: 'first' });
    await nextMessageEvent(partner, 'unacked', 'ada', 'first');
    await phone.drop();
    await nextState(partner, 'ada', 'hibernating');
    bob.sendMessage({ to: phone.account, id: 'second', body: 'second' });
    clock.phone.withholdAcknowledgements();
    for (const id of ['tick', 'tock']) {
      bob.sendMessage({ to: clock.phone.account, id, body: id });
      await nextMessageEvent(partner, 'unacked', 'ada-clock', id);
    }
    expect(messageIds(partner, 'unacked', 'ada')).toEqual(['first']);
    expect(messageIds(partner, 'queued', 'ada')).toEqual(['second']);
  });
});
