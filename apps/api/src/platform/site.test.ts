import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.js';
import { Site, SiteError } from './site.js';

const site = (env: Record<string, string>) => new Site(readConfig(env));

describe('the site', () => {
  it.each([
    [{ BELLHOP_PUBLIC_URL: 'https://push.example.org/' }, 'https://push.example.org', true],
    [{ BELLHOP_PUBLIC_URL: 'http://localhost:8080' }, 'http://localhost:8080', false],
    [{ BELLHOP_PUBLIC_URL: 'http://127.1.2.3' }, 'http://127.1.2.3', false],
    [{ BELLHOP_HOST: '::1' }, 'http://[::1]:8080', false],
    [{ BELLHOP_HOST: '0.0.0.0' }, 'http://localhost:8080', false],
  ])('with %j is at %s', (env, origin, isSecure) => {
    expect(site(env)).toMatchObject({ origin, isSecure });
  });

  it.each([
    [{ BELLHOP_PUBLIC_URL: 'http://push.example.org' }, 'is plain http'],
    [{ BELLHOP_PUBLIC_URL: 'http://127.0.0.1.example.org' }, 'is plain http'],
    [{ BELLHOP_HOST: '192.0.2.1' }, 'is plain http'],
    [{ BELLHOP_PUBLIC_URL: 'https://example.org/push' }, 'without a path'],
  ])('is refused with %j', (env, message) => {
    expect(() => site(env)).toThrow(SiteError);
    expect(() => site(env)).toThrow(message);
  });

  it('learns its port when any free one was taken', () => {
    const any = site({ BELLHOP_PORT: '0' });
    any.listensOn(40_000);
    expect(any.origin).toBe('http://127.0.0.1:40000');
  });
});
