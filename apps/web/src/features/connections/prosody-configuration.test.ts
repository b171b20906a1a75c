import { expect, it } from 'vitest';
import { prosodyConfiguration } from './prosody-configuration.js';

it('names component, secret and domain where Prosody looks for them', () => {
  const text = prosodyConfiguration({
    component: 'push.example.org',
    secret: 's3cret',
    domain: 'example.org',
  });
  expect(text).toContain('Component "push.example.org"\n    component_secret = "s3cret"');
  expect(text).toContain('VirtualHost "example.org"\n    modules_enabled = { "bellhop" }');
  expect(text).toContain('bellhop_component = "push.example.org"');
});

it('cannot be broken out of by a quote or backslash in the secret', () => {
  const text = prosodyConfiguration({ component: 'c', secret: String.raw`a"b\c`, domain: 'd' });
  expect(text).toContain(String.raw`component_secret = "a\"b\\c"`);
});
