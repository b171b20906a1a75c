import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectNamed, messageIds, nextMessageEvent } from './held-phone.js';
import { OTHER_TENANT, Place, TENANT } from './place.js';

describe('what is archived', () => {
  let place: Place;
  beforeAll(async () => {
    place = await Place.start();
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  it('is reported with the id the archive gave and with the sessions of the account', async () => {
    const partner = await place.openLink();
    const { session } = await connectNamed(place, partner, 'alice');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `alice@${TENANT}`, id: 'm1', body: 'secret' });
    const { element } = await partner.nextStanza('archived', 'alice');
    expect(element.attrs).toMatchObject({ user: 'alice', live: session.sid });
    expect(element.attrs.archive).toBeTruthy();
    expect(element.attrs.sid).toBeUndefined();
    expect(element.getChild('message')!.attrs).toMatchObject({ id: 'm1', by: 'local' });
    expect(element.toString()).not.toContain('secret');
  });

  it('is reported for the account that is addressed, not for the sender', async () => {
    const partner = await place.openLink();
    await connectNamed(place, partner, 'anna');
    const { phone: bea } = await connectNamed(place, partner, 'bea');
    bea.sendMessage({ to: `anna@${TENANT}`, id: 'to-anna', body: 'hi' });
    await nextMessageEvent(partner, 'archived', 'anna', 'to-anna');
    await place.fence(partner);
    expect(partner.eventsOf('bea', 'stanza')).toEqual([]);
  });

  it('is not reported for the sender of a message to a namesake of another domain', async () => {
    const partner = await place.openLink();
    const { phone } = await connectNamed(place, partner, 'ari');
    await place.createAccount('ari', OTHER_TENANT);
    phone.sendMessage({ to: `ari@${OTHER_TENANT}`, id: 'namesake', body: 'hi' });
    await phone.sync();
    await place.fence(partner);
    expect(partner.eventsOf('ari', 'stanza')).toEqual([]);
  });

  it('is reported for a note to oneself, with and without an address', async () => {
    const partner = await place.openLink();
    const { phone } = await connectNamed(place, partner, 'arno');
    phone.send("<message id='note-1' type='chat'><body>note</body></message>");
    phone.send(`<message to='arno@${TENANT}' id='note-2' type='chat'><body>note</body></message>`);
    await nextMessageEvent(partner, 'archived', 'arno', 'note-1');
    const { element } = await nextMessageEvent(partner, 'archived', 'arno', 'note-2');
    expect(element.getChild('message')!.attrs.by).toBe('self');
  });

  it('is reported for a message to one session', async () => {
    const partner = await place.openLink();
    const { phone } = await connectNamed(place, partner, 'axel');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: phone.jid, id: 'full', body: 'hi' });
    await nextMessageEvent(partner, 'archived', 'axel', 'full');
  });

  it('is not reported when the account has no session: that is told as offline', async () => {
    const partner = await place.openLink();
    await place.createAccount('abe');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `abe@${TENANT}`, id: 'away', body: 'hi' });
    await nextMessageEvent(partner, 'offline', 'abe', 'away');
    await place.fence(partner);
    expect(messageIds(partner, 'archived', 'abe')).toEqual([]);
  });

  it('does not include what the archive does not keep', async () => {
    const partner = await place.openLink();
    await connectNamed(place, partner, 'ada');
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `ada@${TENANT}`, id: 'news', type: 'headline', body: 'news' });
    bob.sendTyping({ to: `ada@${TENANT}`, id: 'typing' });
    const noStore = "<no-store xmlns='urn:xmpp:hints'/>";
    bob.send(`<message to='ada@${TENANT}' type='chat' id='hint'><body>x</body>${noStore}</message>`);
    bob.sendMessage({ to: `ada@${TENANT}`, id: 'kept', body: 'hi' });
    await nextMessageEvent(partner, 'archived', 'ada', 'kept');
    expect(messageIds(partner, 'archived', 'ada')).toEqual(['kept']);
  });

  it('names every session of an account that has many', async () => {
    const partner = await place.openLink();
    const sids: string[] = [];
    for (let i = 0; i < 20; i += 1) {
      const { session } = await connectNamed(place, partner, 'amos', { resource: `r${i}` });
      sids.push(session.sid);
    }
    const bob = await place.connectPhone('bob');
    bob.sendMessage({ to: `amos@${TENANT}`, id: 'many', body: 'hi' });
    const { element } = await nextMessageEvent(partner, 'archived', 'amos', 'many');
    expect(element.attrs.live!.split(' ').toSorted()).toEqual(sids.toSorted());
  });
});
