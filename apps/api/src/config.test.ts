import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, publicUrl, readConfig, VARIABLE_NAMES } from './config.js';

describe('readConfig', () => {
  it('takes the defaults where a variable is absent or empty', () => {
    const expected = {
      host: '127.0.0.1',
      port: 8080,
      publicUrl: undefined,
      dataFolder: resolve('data'),
      requestsPerMinute: { address: 6000, person: 3000, token: 3000, tenant: 12_000 },
      logLevel: 'info',
      databaseUrl: undefined,
      key: undefined,
    };
    expect(readConfig({})).toEqual(expected);
    expect(readConfig(Object.fromEntries(VARIABLE_NAMES.map((name) => [name, ' '])))).toEqual(expected);
  });

  it('reads every variable', () => {
    const key = Buffer.alloc(32, 7);
    expect(
      readConfig({
        BELLHOP_HOST: '::',
        BELLHOP_PORT: '0',
        BELLHOP_PUBLIC_URL: 'https://push.example.org/',
        BELLHOP_DATA_FOLDER: '/srv/bellhop',
        BELLHOP_REQUESTS_PER_ADDRESS: '60',
        BELLHOP_REQUESTS_PER_PERSON: '61',
        BELLHOP_REQUESTS_PER_TOKEN: '62',
        BELLHOP_REQUESTS_PER_TENANT: '1000000',
        BELLHOP_LOG_LEVEL: 'debug',
        DATABASE_URL: 'postgres://bellhop:secret@db.example.org/bellhop?sslmode=verify-full',
        BELLHOP_KEY: key.toString('base64'),
      }),
    ).toEqual({
      host: '::',
      port: 0,
      publicUrl: 'https://push.example.org',
      dataFolder: '/srv/bellhop',
      requestsPerMinute: { address: 60, person: 61, token: 62, tenant: 1_000_000 },
      logLevel: 'debug',
      databaseUrl: 'postgres://bellhop:secret@db.example.org/bellhop?sslmode=verify-full',
      key,
    });
  });

  const refused: readonly (readonly [variable: string, value: string])[] = [
    ['BELLHOP_HOST', 'http://s3cret'],
    ['BELLHOP_PORT', '65536'],
    ['BELLHOP_PORT', '-s3cret'],
    ['BELLHOP_PORT', '80.5'],
    ['BELLHOP_REQUESTS_PER_ADDRESS', '59'],
    ['BELLHOP_REQUESTS_PER_PERSON', '1000001'],
    ['BELLHOP_REQUESTS_PER_TOKEN', '1e3'],
    ['BELLHOP_REQUESTS_PER_TENANT', 's3cret'],
    ['BELLHOP_PUBLIC_URL', 's3cret'],
    ['BELLHOP_PUBLIC_URL', 'ftp://s3cret.example'],
    ['BELLHOP_LOG_LEVEL', 's3cret'],
    ['DATABASE_URL', 's3cret'],
    ['DATABASE_URL', 'mysql://s3cret@host/database'],
    ['DATABASE_URL', 'postgres://host-without-user/s3cret'],
    ['DATABASE_URL', 'postgres://s3cret@host'],
    ['BELLHOP_KEY', 's3cret'],
    ['BELLHOP_KEY', Buffer.from('s3cret of another length').toString('base64')],
    ['BELLHOP_KEY', `${Buffer.alloc(32).toString('base64')}s3cret`],
  ];
  it.each(refused)('refuses a wrong %s by name without its value (%s)', (variable, value) => {
    const refusal = refusalOf({ [variable]: value });
    expect(refusal.wrong.map((wrong) => wrong.variable)).toEqual([variable]);
    expect(refusal.message).toContain(`${variable}: expected ${refusal.wrong[0]?.expected}`);
    expect(refusal.wrong[0]?.expected).not.toBe('');
    expect(`${refusal.message}${refusal.stack}${JSON.stringify(refusal)}`).not.toContain(value);
  });

  it('names all wrong variables at once', () => {
    const { wrong } = refusalOf({ BELLHOP_PORT: 'x', BELLHOP_KEY: 'x', BELLHOP_LOG_LEVEL: 'x' });
    expect(wrong.map(({ variable }) => variable)).toEqual([
      'BELLHOP_PORT',
      'BELLHOP_LOG_LEVEL',
      'BELLHOP_KEY',
    ]);
  });
});

describe('publicUrl', () => {
  const urls: readonly (readonly [env: Record<string, string>, url: string])[] = [
    [{}, 'http://127.0.0.1:4711'],
    [{ BELLHOP_HOST: '0.0.0.0' }, 'http://localhost:4711'],
    [{ BELLHOP_HOST: '::1' }, 'http://[::1]:4711'],
    [{ BELLHOP_PUBLIC_URL: 'https://push.example.org/bellhop/' }, 'https://push.example.org/bellhop'],
  ];
  it.each(urls)('of %j is %s when it listens on 4711', (env, url) => {
    expect(publicUrl(readConfig(env), 4711)).toBe(url);
  });
});

describe('.env.example', () => {
  const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const entries = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );

  it('names every variable, and no other', () => {
    expect(entries.map(([name]) => name)).toEqual(VARIABLE_NAMES);
  });

  it('shows the defaults', () => {
    expect(readConfig(Object.fromEntries(entries))).toEqual(readConfig({}));
  });
});

function refusalOf(env: Record<string, string>): ConfigError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('was not refused');
}
