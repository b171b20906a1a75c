import { DEFAULT_POLICY } from '@bellhop/push-core';
import type { Policy } from '@bellhop/push-core';
import { describe, expect, it } from 'vitest';
import { previewPolicy } from './policy-preview.js';

function leaving(change: Partial<Policy>): Record<string, string | null> {
  const { examples } = previewPolicy('tenant.example', { ...DEFAULT_POLICY, ...change });
  return Object.fromEntries(examples.map(({ kind, leaves }) => [kind, leaves]));
}

describe('what would leave', () => {
  it('is a publish from the domain, indented', () => {
    expect(leaving({})['text']).toBe(
      `<iq type='set' from='tenant.example' to='push.app.example' id='example'>
  <pubsub xmlns='http://jabber.org/protocol/pubsub'>
    <publish node='the-device'>
      <item>
        <notification xmlns='urn:xmpp:push:0'>
          <x xmlns='jabber:x:data' type='form'>
            <field type='hidden' var='FORM_TYPE'>
              <value>urn:xmpp:push:summary</value>
            </field>
            <field type='text-single' var='message-count'>
              <value>1</value>
            </field>
            <field type='text-single' var='pending-subscription-count'/>
            <field type='jid-single' var='last-message-sender'/>
            <field type='text-single' var='last-message-body'>
              <value>New Message!</value>
            </field>
          </x>
        </notification>
      </item>
    </publish>
  </pubsub>
</iq>`,
    );
  });

  it('holds neither text nor sender by default, and a placeholder only where somebody wants to be woken', () => {
    const { typing, ...important } = leaving({});
    for (const stanza of Object.values(important)) expect(stanza).toContain('<value>New Message!</value>');
    expect(typing).not.toContain('New Message!');
    expect(JSON.stringify(leaving({}))).not.toMatch(/hello|juliet|romeo|OMEMO/);
  });

  it('holds the text where the policy says so, and nothing of what was encrypted', () => {
    const { text, encrypted, call } = leaving({ withBody: true });
    expect(text).toContain('<value>hello</value>');
    expect(encrypted).toContain('<value>I sent you an OMEMO encrypted message.</value>');
    expect(encrypted).not.toContain('axolotl');
    expect(call).toContain('<value>New Message!</value>');
  });

  it('holds the sender without their device where the policy says so', () => {
    for (const stanza of Object.values(leaving({ withSender: true }))) {
      expect(stanza).toContain('<value>juliet@example.org</value>');
      expect(stanza).not.toContain('balcony');
    }
  });

  it('is nothing for what nobody wants to be woken for, where the policy says so', () => {
    const { typing, ...others } = leaving({ notifyOn: 'important' });
    expect(typing).toBeNull();
    expect(others).toEqual({
      text: expect.stringContaining('<publish'),
      encrypted: expect.stringContaining('<publish'),
      call: expect.stringContaining('<publish'),
    });
  });

  it('escapes the placeholder', () => {
    expect(leaving({ importantBody: '<b> & "c"' })['text']).toContain('<value>&lt;b&gt; &amp; "c"</value>');
  });
});

describe('what arrives', () => {
  it('is shown as the client sent it', () => {
    const { examples } = previewPolicy('tenant.example', DEFAULT_POLICY);
    expect(examples[0]?.arrives).toBe(
      `<message from='juliet@example.org/balcony' to='romeo@tenant.example' type='chat' id='example'>
  <body>hello</body>
</message>`,
    );
    expect(examples.map(({ kind }) => kind)).toEqual(['text', 'encrypted', 'call', 'typing']);
  });
});
