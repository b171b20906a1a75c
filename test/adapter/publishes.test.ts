import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LINK } from './link-partner.js';
import { APP_SERVER, Place, TENANT } from './place.js';

describe('publishes', () => {
  let place: Place;
  beforeAll(async () => {
    const components = ['bellhop.example', APP_SERVER, 'mallory.app.example'];
    place = await Place.start({ components: components.map((jid) => ({ jid, secret: 'secret' })) });
  });
  afterEach(() => place.clear());
  afterAll(() => place.stop());

  it('go out from the domain of the tenant, and an acceptance comes back as an event', async () => {
    const partner = await place.openLink();
    const appServer = await place.startAppServer();
    const taken = await partner.publish(TENANT, 'push-1', APP_SERVER, 'the-node');
    const publish = await appServer.nextPublish();
    const reply = await partner.nextReply('push-1');
    expect(taken.attrs.type).toBe('result');
    expect(publish).toMatchObject({ from: TENANT, node: 'the-node' });
    expect(reply.element.getChildElements()).toEqual([]);
    expect(Number(reply.element.attrs.at)).toBeGreaterThan(1_700_000_000_000);
  });

  it('bring the whole error back', async () => {
    const partner = await place.openLink();
    const appServer = await place.startAppServer();
    appServer.answerNext('n1', {
      kind: 'error',
      type: 'wait',
      condition: 'policy-violation',
      text: 'slow & down',
    });
    await partner.publish(TENANT, 'push-2', APP_SERVER);
    const error = (await partner.nextReply('push-2')).element.getChild('error', 'jabber:client')!;
    expect(error.attrs.type).toBe('wait');
    expect(error.getChild('policy-violation', 'urn:ietf:params:xml:ns:xmpp-stanzas')).toBeDefined();
    expect(error.getChildText('text')).toBe('slow & down');
  });

  it('find their app server however its address is written', async () => {
    const partner = await place.openLink();
    await place.startAppServer();
    await partner.publish(TENANT, 'push-3', APP_SERVER.toUpperCase());
    await partner.nextReply('push-3');
  });

  it('take a reply only from the address that was asked', async () => {
    const partner = await place.openLink();
    const appServer = await place.startAppServer();
    const { ComponentClient } = await import('../harness/component-client.js');
    const port = place.prosody.componentPort;
    const mallory = await ComponentClient.connect({ jid: 'mallory.app.example', secret: 'secret', port });
    appServer.answerNext('n1', { kind: 'silence' });
    await partner.publish(TENANT, 'push-4', APP_SERVER);
    const { id } = await appServer.nextPublish();

    const forged = `<iq type='error' to='${TENANT}' id='${id}' from='mallory.app.example'>`;
    mallory.send(
      `${forged}<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>`,
    );
    await mallory.request(TENANT, 'get', "<ping xmlns='urn:xmpp:ping'/>");
    appServer.component.send(`<iq type='result' to='${TENANT}' id='${id}' from='x@${APP_SERVER}'/>`);
    appServer.component.send(`<iq type='result' to='${TENANT}' id='${id}' from='${APP_SERVER}'/>`);
    appServer.component.send(`<iq type='result' to='${TENANT}' id='${id}' from='${APP_SERVER}'/>`);
    await appServer.component.request(TENANT, 'get', "<ping xmlns='urn:xmpp:ping'/>");
    await place.fence(partner);
    await mallory.close();
    const replies = partner.batches.join('').match(/<reply id="push-4"[^>]*>/g);
    expect(replies).toHaveLength(1);
    expect(replies![0]).toMatch(/\/>$/);
  });

  it('tell of an app server that cannot be reached as of any other error', async () => {
    const partner = await place.openLink();
    await partner.publish(TENANT, 'push-5', APP_SERVER);
    await partner.publish(TENANT, 'push-6', 'nowhere.invalid');
    await partner.publish(TENANT, 'push-7', '@');
    const conditions = [];
    for (const id of ['push-5', 'push-6', 'push-7']) {
      const error = (await partner.nextReply(id)).element.getChild('error')!;
      conditions.push(`${error.attrs.type}/${error.getChildElements()[0]!.name}`);
    }
    expect(conditions).toEqual(['wait/remote-server-timeout', 'cancel/not-allowed', 'modify/jid-malformed']);
  });

  it('are refused as a whole when one of them is incomplete', async () => {
    const partner = await place.openLink();
    const appServer = await place.startAppServer();
    const good = `<publish id='a' to='${APP_SERVER}'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></publish>`;
    const bad = `<publish id='b' to='${APP_SERVER}'/>`;
    const publishes = `<publishes xmlns='${LINK}'>${good}${bad}</publishes>`;
    const answer = await partner.component.request(TENANT, 'set', publishes);
    expect(answer.getChild('error')?.getChild('bad-request')).toBeDefined();
    await partner.publish(TENANT, 'push-8', APP_SERVER);
    await partner.nextReply('push-8');
    expect(appServer.publishes).toHaveLength(1);
    expect(appServer.component.received).toEqual([]);
  });

  it('are refused until the link is open', async () => {
    const partner = await place.connectPartner();
    const answer = await partner.publish(TENANT, 'push-9', APP_SERVER);
    expect(answer.getChild('error')?.getChild('unexpected-request')).toBeDefined();
  });

  it('keep their outcome over a reload of the module', async () => {
    const partner = await place.openLink();
    const appServer = await place.startAppServer();
    appServer.answerNext('n1', { kind: 'silence' });
    await partner.publish(TENANT, 'push-10', APP_SERVER);
    const { id } = await appServer.nextPublish();
    await place.prosody.reloadModule(TENANT);
    appServer.component.send(`<iq type='result' to='${TENANT}' id='${id}' from='${APP_SERVER}'/>`);
    await partner.nextHello(TENANT);
    await partner.open(TENANT, { epoch: place.nextEpoch() });
    await partner.nextReply('push-10');
  });
});
