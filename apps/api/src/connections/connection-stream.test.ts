import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenWith } from '../platform/streams/streams.test-support.js';
import type { OpenedStream } from '../platform/streams/streams.test-support.js';

let api: TestApi;
let open: (path: string, headers: Record<string, string>) => Promise<OpenedStream>;
let operator: TestPerson;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
  open = await listenWith(api);
  tenantId = await addTenant(api, 'tenant.example');
  operator = await signedIn(api, withProvider('operator'));
});
afterAll(() => api.close());

const follow = (person: TestPerson) =>
  open('/connections/stream', { cookie: `bellhop=${person.cookies['bellhop']}` });
const setState = (state: string) =>
  queryAt(api.database.adminUrl, 'update connections set state = $1', [state]);

describe('the stream of connections', () => {
  it('shows the list as it is, and again when it has changed', async () => {
    const [first, second] = [await follow(operator), await follow(operator)];
    const listed = (await operator.call('GET', '/connections')).json();
    expect(await first.next()).toEqual({ event: 'connections', id: null, data: listed });
    expect(await second.next()).toEqual({ event: 'connections', id: null, data: listed });
    await setState('online');
    for (const stream of [first, second]) {
      expect((await stream.next())?.data).toMatchObject({ connections: [{ state: 'online' }] });
      await stream.close();
    }
  });

  it('begins with the list as it is also when nobody has listened for a while', async () => {
    const first = await follow(operator);
    await first.next();
    await first.close();
    await setState('waiting');
    const again = await follow(operator);
    expect((await again.next())?.data).toMatchObject({ connections: [{ state: 'waiting' }] });
    await again.close();
  });

  it('is for those who manage connections', async () => {
    for (const roles of [withProvider('auditor'), { [tenantId]: 'admin' as const }]) {
      expect((await follow(await signedIn(api, roles))).status).toBe(403);
    }
  });
});
