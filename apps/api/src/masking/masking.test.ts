import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { writeEvent } from '../pushes/log.test-support.js';

const AT = '2026-01-01T00:00:00.000Z';
const SECRETS = /juliet|romeo|nurse|a1b2c3d4|balcony|5ec3e7/;

let api: TestApi;
let tenantId: string;
let eventId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
  eventId = await writeEvent(api, tenantId, {
    at: AT,
    account: 'juliet@tenant.example',
    reason: null,
    decisions: [{ reason: 'stored-offline', outcome: 'rejected' }],
  });
  await sql(
    `update events set sender = 'romeo@other.example/balcony', detail = 'Resource: balcony',
       decisions = jsonb_set(decisions, '{0,node}', '"a1b2c3d4e5f6"')`,
  );
  const text = 'no node a1b2c3d4e5f6 of juliet@tenant.example; ask nurse@app.example';
  const answer = { kind: 'error', type: 'cancel', condition: 'item-not-found', text };
  await sql('update pushes set attempts = $1', [JSON.stringify([{ sentAt: AT, answeredAt: AT, answer }])]);
  for (const account of ['juliet@tenant.example', 'romeo@tenant.example']) {
    await sql(
      `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at,
                                  bound_resource, bound_client, bound_at)
       values ($1, $2, $3, 'push.app.example', 'a1b2c3d4e5f6', $4, $4, 'balcony', '5ec3e7-client', $4)`,
      [tenantId, randomUUID(), account, AT],
    );
  }
  await sql(`insert into unregistered_events values ($1, 'nurse@tenant.example', $2, 3)`, [tenantId, AT]);
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => queryAt(api.database.adminUrl, text, values);
const pathTo = (rest: string) => `/tenants/${tenantId}${rest}`;

const MASKED_EVENT = {
  account: 'j•••@tenant.example',
  sender: 'r•••@other.example/•••',
  detail: 'Resource: bal•••',
  decisions: [
    {
      node: 'a1b2•••',
      push: {
        attempts: [{ answer: { text: 'no node a1b2••• of j•••@tenant.example; ask n•••@app.example' } }],
      },
    },
  ],
};

describe('whoever may not see addresses', () => {
  it.each(['support', 'operator', 'auditor'] as const)('gets events masked: %s', async (role) => {
    const person = await masked(role);
    const list = await person.call('GET', pathTo('/events'));
    expect(list.json().events).toMatchObject([MASKED_EVENT]);
    const one = await person.call('GET', pathTo(`/events/${eventId}`));
    expect(one.json()).toMatchObject(MASKED_EVENT);
    expect(list.body + one.body).not.toMatch(SECRETS);
  });

  it.each(['support', 'operator'] as const)('gets registrations masked: %s', async (role) => {
    const answer = await (
      await masked(role)
    ).call('GET', pathTo('/registrations?account=juliet@tenant.example'));
    const [registration, ...others] = answer.json().registrations;
    expect(others).toEqual([]);
    // The account is the one that they asked for.
    expect(registration).toMatchObject({
      account: 'juliet@tenant.example',
      node: 'a1b2•••',
      boundResource: 'bal•••',
      boundClient: '5ec3•••',
    });
    expect((await (await masked(role)).call('GET', pathTo('/registrations'))).body).not.toMatch(SECRETS);
  });

  it('sees of what an exact search finds the account that was asked for, and nobody else', async () => {
    const person = await masked('support');
    const answer = await person.call('GET', pathTo('/events?account=Juliet@tenant.example'));
    expect(answer.json().events).toMatchObject([{ ...MASKED_EVENT, account: 'juliet@tenant.example' }]);
    expect(answer.body).not.toMatch(/romeo|nurse/);
    const count = await person.call('GET', pathTo('/unregistered?account=nurse@tenant.example'));
    expect(count.json()).toMatchObject({ account: 'nurse@tenant.example', hours: [{ events: 3 }] });
  });

  it.each(['/events', '/registrations', '/unregistered'])(
    'does not search %s by the beginning of an account, which would tell it letter by letter',
    async (list) => {
      for (const account of ['j', 'juliet']) {
        const answer = await (await masked('support')).call('GET', pathTo(`${list}?account=${account}`));
        expect(answer.statusCode).toBe(400);
        expect(answer.json().errors).toMatchObject([{ field: 'account' }]);
      }
    },
  );

  it('gets pages whose cursors tell nothing', async () => {
    const { next } = (await (await masked('support')).call('GET', pathTo('/registrations?limit=1'))).json();
    expect(Buffer.from(next, 'base64url').toString()).not.toMatch(SECRETS);
  });
});

describe('whoever may see addresses', () => {
  it.each(['admin', 'owner'] as const)('gets them as they are: %s', async (role) => {
    const person = await signedIn(api, role === 'admin' ? { [tenantId]: role } : withProvider(role));
    const { events } = (await person.call('GET', pathTo('/events?account=jul'))).json();
    expect(events).toMatchObject([
      {
        account: 'juliet@tenant.example',
        sender: 'romeo@other.example/balcony',
        decisions: [{ node: 'a1b2c3d4e5f6' }],
      },
    ]);
  });

  it('has their role in this very tenant', async () => {
    const otherId = await addTenant(api, 'other.example');
    const person = await signedIn(api, { [tenantId]: 'support', [otherId]: 'admin' });
    expect((await person.call('GET', pathTo('/events'))).body).not.toMatch(SECRETS);
  });
});

describe('a reveal', () => {
  it('shows addresses from the next request on, until it ends', async () => {
    const person = await masked('support');
    const events = async () =>
      (await person.call('GET', pathTo('/events?account=juliet@tenant.example'))).body;
    expect(await events()).not.toContain('romeo');
    await person.call('POST', pathTo('/reveal'), { reason: 'ticket 4711' });
    expect(await events()).toContain('romeo@other.example/balcony');
    expect((await (await masked('support')).call('GET', pathTo('/events'))).body).not.toMatch(SECRETS);
    await person.call('DELETE', pathTo('/reveal'));
    expect(await events()).not.toContain('romeo');
  });

  it('shows nothing more when its time is over, or its person may have nothing shown any longer', async () => {
    const person = await masked('support');
    const isShown = async () => /romeo/.test((await person.call('GET', pathTo('/events'))).body);
    await person.call('POST', pathTo('/reveal'), { reason: 'ticket 4711' });
    expect(await isShown()).toBe(true);
    await sql('update reveals set expires_at = now() where user_id = $1', [person.id]);
    expect(await isShown()).toBe(false);

    await person.call('POST', pathTo('/reveal'), { reason: 'ticket 4711' });
    await sql('delete from members where user_id = $1', [person.id]);
    await sql(`insert into members (tenant_id, user_id, role) values (provider_id(), $1, 'auditor')`, [
      person.id,
    ]);
    expect(await isShown()).toBe(false);
  });
});

function masked(role: 'support' | 'operator' | 'auditor'): Promise<TestPerson> {
  return signedIn(api, role === 'support' ? { [tenantId]: role } : withProvider(role));
}
