import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillTenant } from '../access/filled-tenant.test-support.js';
import { signedIn, withProvider } from '../access/people.test-support.js';
import { bodyFor } from '../access/request-bodies.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addressOf, operationsOf } from '../platform/operations.test-support.js';
import type { Operation } from '../platform/operations.test-support.js';
import { CHANGES, UNCHANGING } from './changes.test-support.js';
import type { Scene } from './changes.test-support.js';

let api: TestApi;
let admin: Client;
let unsafe: readonly Operation[];
beforeAll(async () => {
  api = await startTestApi();
  admin = new Client({ connectionString: api.database.adminUrl });
  await admin.connect();
  unsafe = (await operationsOf(api)).filter(({ method }) => method !== 'GET');
});
afterAll(async () => {
  await admin?.end();
  await api?.close();
});

async function makeScene(): Promise<Scene> {
  await admin.query('delete from attempts');
  return { api, tenant: await fillTenant(admin), owner: await signedIn(api, withProvider('owner')) };
}

/** Calls an operation; returns what all chains got by that. */
async function rowsOf(key: string, scene: Scene): Promise<readonly object[]> {
  const operation = unsafe.find((one) => one.key === key);
  if (operation === undefined) throw new Error(`there is no ${key}`);
  const {
    ids,
    cookies = scene.owner.cookies,
    body,
  } = (await { ...CHANGES, ...UNCHANGING }[key]?.prepare?.(scene)) ?? {};
  const before = await positions();
  const address = addressOf(operation, { ...scene.tenant.ids, ...ids });
  const answer = await api.call(operation.method, address, body ?? bodyFor(operation, scene.tenant), {
    cookies: { ...cookies },
  });
  expect(`${key} ${answer.statusCode} ${answer.payload}`).toMatch(/ 20[0-4] /);
  return queryAt(
    api.database.adminUrl,
    `select e.tenant_id as chain, e.action from audit_events e
     left join jsonb_to_recordset($1) as b (tenant_id uuid, position bigint) using (tenant_id)
     where e.position > coalesce(b.position, 0)`,
    [JSON.stringify(before)],
  );
}

function positions(): Promise<object[]> {
  return queryAt(api.database.adminUrl, 'select tenant_id, position from audit_chains');
}

describe('every route that could change something', () => {
  it('is listed: with the row that it writes, or with why it writes none', () => {
    const listed = [...Object.keys(CHANGES), ...Object.keys(UNCHANGING)];
    expect(unsafe.map(({ key }) => key).toSorted()).toEqual(listed.toSorted());
  });

  it.each(Object.entries(CHANGES))(
    '%s writes exactly one row, in the right chain',
    async (key, { chain, action }) => {
      const scene = await makeScene();
      const rows = await rowsOf(key, scene);
      expect(rows).toEqual([
        { chain: chain === 'provider' ? PROVIDER_ID : scene.tenant.ids['tenantId'], action },
      ]);
    },
  );

  it.each(Object.keys(UNCHANGING))('%s writes none', async (key) => {
    expect(await rowsOf(key, await makeScene())).toEqual([]);
  });
});
