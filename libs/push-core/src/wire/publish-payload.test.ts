import { expect, it } from 'vitest';
import { element } from './element.js';
import { NS } from './namespaces.js';
import { publishPayload } from './publish-payload.js';
import { serialize } from './serialize.js';

it('writes what app servers know from mod_cloud_notify, byte for byte', () => {
  const value = element(NS.dataForms, 'value', {}, ['a<b']);
  const options = element(NS.dataForms, 'x', { type: 'submit' }, [
    element(NS.dataForms, 'field', { var: 'secret' }, [value]),
  ]);
  const payload = publishPayload({ node: 'n1', options }, { sender: null, body: 'New Message!' });
  expect(serialize(payload, NS.client)).toBe(
    "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='n1'><item>" +
      "<notification xmlns='urn:xmpp:push:0'><x xmlns='jabber:x:data' type='form'>" +
      "<field type='hidden' var='FORM_TYPE'><value>urn:xmpp:push:summary</value></field>" +
      "<field type='text-single' var='message-count'><value>1</value></field>" +
      "<field type='text-single' var='pending-subscription-count'/>" +
      "<field type='jid-single' var='last-message-sender'/>" +
      "<field type='text-single' var='last-message-body'><value>New Message!</value></field>" +
      '</x></notification></item></publish>' +
      "<publish-options><x xmlns='jabber:x:data' type='submit'>" +
      "<field var='secret'><value>a&lt;b</value></field></x></publish-options></pubsub>",
  );
});
