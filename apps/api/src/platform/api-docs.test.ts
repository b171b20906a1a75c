import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, signedIn, withProvider } from '../access/people.test-support.js';
import { readConfig } from '../config.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

const text = readFileSync(join(import.meta.dirname, '../../../../docs/api.md'), 'utf8');
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1] ?? '');
const commands = blocks('sh')
  .join('')
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.startsWith('curl '));

let api: TestApi;
let variables: Readonly<Record<string, string>>;
beforeAll(async () => {
  api = await startTestApi();
  const tenantId = await addTenant(api, 'first.example');
  const owner = await signedIn(api, withProvider('owner'));
  const scopes = ['tenants.add', 'tenant.view', 'tenant.settings', 'log.read', 'connections.manage'];
  const made = await owner.call('POST', '/tokens', { name: 'docs', scopes, expiresInDays: 1 });
  const connections = (await owner.call('GET', '/connections')).json().connections;
  variables = { TOKEN: made.json().token, TENANT: tenantId, CONNECTION: connections[0].id, BELLHOP: '' };
});
afterAll(() => api.close());

/** The words of a command, as a shell reads them: enough for the examples. */
function wordsOf(command: string): string[] {
  const filled = command.replaceAll(/\$(\w+)/g, (_, name: string) => variables[name] ?? `$${name}`);
  return [...filled.matchAll(/'([^']*)'|"((?:\\.|[^"\\])*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double?.replaceAll(/\\(.)/g, '$1') ?? bare ?? '',
  );
}

function toRequest(command: string) {
  const words = wordsOf(command);
  const valuesOf = (option: string) =>
    words.flatMap((word, index) => (words[index - 1] === option ? word : []));
  const headers = valuesOf('-H').map((header) => header.split(/: (.*)/s).slice(0, 2));
  const [payload] = valuesOf('-d');
  return {
    method: (valuesOf('-X')[0] ?? 'GET') as 'GET',
    url: words.at(-1) ?? '',
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(payload !== undefined && { payload }),
  };
}

describe('docs/api.md', () => {
  it('has examples', () => {
    expect(commands.length).toBeGreaterThan(5);
  });

  it.each(commands)('has an example that does what it says: %s', async (command) => {
    const answer = await api.app.inject({ ...toRequest(command), payloadAsStream: true });
    // The entity tag of the example is an invented one.
    expect([200, 201]).toContain(
      command.includes('If-Match') && answer.statusCode === 412 ? 200 : answer.statusCode,
    );
    answer.stream().destroy();
  });

  it('shows bodies that can be read', () => {
    for (const block of blocks('json')) expect(() => JSON.parse(block)).not.toThrow();
  });

  it('names the limits as they are', () => {
    const { address, token, tenant } = readConfig({}).requestsPerMinute;
    expect(text).toContain(`"address";q=${address};w=60, "token";q=${token};w=60, "tenant";q=${tenant};w=60`);
  });
});
