import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { TenantScope } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addTenant } from './audit.test-support.js';
import { recordAudit } from './record-audit.js';
import type { AuditEntry } from './record-audit.js';

let api: TestApi;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  tenantId = await addTenant(api);
});

const ENTRY = { action: 'tenant.change', object: { kind: 'tenant', id: null, name: '' } } as const;

/** A change together with its entry. */
function changeWith(entry: AuditEntry): Promise<void> {
  return api.app.get(TenantScope).forTenant(tenantId, async (manager) => {
    await manager.query('update tenants set max_errors = 77');
    await recordAudit(manager, tenantId, entry);
  });
}

async function maxErrors(): Promise<number> {
  return (await api.asOwner('GET', `/tenants/${tenantId}/policy`)).json().maxErrors;
}

async function events() {
  return (await api.asOwner('GET', `/tenants/${tenantId}/audit`)).json().events;
}

describe('a change and its entry', () => {
  it('make a chain without a gap, fifty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        api.asOwner('PATCH', `/tenants/${tenantId}/policy`, { maxErrors: 100 + index }),
      ),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    const positions = (await events()).map(({ position }: { position: number }) => position);
    expect(positions).toEqual(Array.from({ length: 50 }, (_, index) => 50 - index));
    const instants = (await events()).map(({ at }: { at: string }) => at);
    expect(instants).toEqual(instants.toSorted().toReversed());
    const answer = await api.asOwner('GET', `/tenants/${tenantId}/audit/verification`);
    expect(answer.json()).toMatchObject({ isIntact: true, rows: 50 });
  });

  it('are both not made when the entry is too long', async () => {
    await expect(changeWith({ ...ENTRY, reason: 'x'.repeat(65_536) })).rejects.toMatchObject({
      constraint: 'audit_events_content_size',
    });
    expect([await maxErrors(), await events()]).toEqual([16, []]);
  });

  it('are both not made when entries cannot be written', async () => {
    const { adminUrl } = api.database;
    await queryAt(adminUrl, 'revoke execute on function append_audit(uuid, text) from bellhop_http');
    try {
      const answer = await api.asOwner('PATCH', `/tenants/${tenantId}/policy`, { maxErrors: 77 });
      expect(answer.statusCode).toBe(500);
    } finally {
      await queryAt(adminUrl, 'grant execute on function append_audit(uuid, text) to bellhop_http');
    }
    expect([await maxErrors(), await events()]).toEqual([16, []]);
  });

  it('keep only what differs', async () => {
    await changeWith({ ...ENTRY, before: { a: 1, b: [2], c: 3 }, after: { a: 1, b: [], d: 4 } });
    const [{ before, after }] = await events();
    expect([before, after]).toEqual([
      { b: [2], c: 3, d: null },
      { b: [], c: null, d: 4 },
    ]);
  });

  it('keep long lists whole while they fit, and otherwise their beginning and their hash', async () => {
    const list = Array.from({ length: 100 }, (_, index) => `${index}${'x'.repeat(400)}.example`);
    await changeWith({ ...ENTRY, before: { list: [] }, after: { list } });
    await changeWith({ ...ENTRY, before: { list, count: 1 }, after: { list: list.slice(1), count: 2 } });
    const [short, long] = await events();
    expect(long.after).toEqual({ list });
    expect(short.after).toEqual({
      list: {
        cut: expect.stringMatching(/^\["1x{400}\.example",/),
        bytes: expect.any(Number),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      count: 2,
    });
  });

  it('take texts that Postgres takes in no JSON', async () => {
    await changeWith({ ...ENTRY, reason: 'a\0b\uD800c😀 "\\u0000"' });
    expect((await events())[0].reason).toBe('a\uFFFDb\uFFFDc😀 "\\u0000"');
  });
});
