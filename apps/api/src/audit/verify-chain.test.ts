import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { TenantScope } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addTenant, changePolicy } from './audit.test-support.js';
import { AuditKey } from './audit-key.js';
import { CheckpointSweep } from './checkpoint-sweep.js';
import { recordAudit } from './record-audit.js';

const logged: { msg: string; chain?: string; fault?: unknown }[] = [];

let api: TestApi;
let tenantId: string;
beforeAll(async () => {
  const logger = pino({ level: 'info' }, { write: (line: string) => logged.push(JSON.parse(line)) });
  api = await startTestApi({ logger });
});
afterAll(() => api?.close());
beforeEach(async () => {
  tenantId = await addTenant(api);
});

async function verify() {
  return (await api.asOwner('GET', `/tenants/${tenantId}/audit/verification`)).json();
}

/** As the owner of the database, whom nothing binds. */
function tamper(sql: string): Promise<object[]> {
  return queryAt(api.database.adminUrl, sql.replaceAll('$chain', `'${tenantId}'`));
}

const checkpoints = async () =>
  (await tamper('select position::integer from audit_checkpoints where tenant_id = $chain order by 1')).map(
    (row) => Reflect.get(row, 'position') as number,
  );
const sweep = () => api.app.get(CheckpointSweep).sweep();

/** Many rows at once, each as it would be written. */
function addRows(count: number): Promise<unknown> {
  return api.app.get(TenantScope).forTenant(tenantId, async (manager) => {
    for (let row = 0; row < count; row += 1) {
      const object = { kind: 'tenant', id: tenantId, name: 'x'.repeat(row) } as const;
      await recordAudit(manager, tenantId, { action: 'tenant.change', object });
    }
  });
}

/** A checkpoint of the head, so many minutes old. */
async function signAsOf(minutesAgo: number): Promise<void> {
  const [row] = (await tamper('select position, hash from audit_chains where tenant_id = $chain')) as {
    position: string;
    hash: Buffer;
  }[];
  const at = new Date(Date.now() - minutesAgo * 60_000).toISOString().replace('Z', '000Z');
  const head = { position: Number(row?.position), hash: row?.hash ?? Buffer.of() };
  const { hash, keyId, signature } = new AuditKey(api.database.masterKey).sign(tenantId, head, at);
  await queryAt(api.database.adminUrl, 'insert into audit_checkpoints values ($1, $2, $3, $4, $5, $6)', [
    tenantId,
    head.position,
    hash,
    at,
    keyId,
    signature,
  ]);
}

/** What somebody does who can write to the database and knows the format. */
async function writeAnew(): Promise<void> {
  const rows = (await tamper(
    'select position, at, content from audit_events where tenant_id = $chain order by position',
  )) as { position: string; at: string; content: string }[];
  let hash = createHash('sha256').update(tenantId).digest();
  for (const { position, at, content } of rows) {
    hash = createHash('sha256').update(hash).update(`${position}\n${at}\n${content}`).digest();
    const hex = hash.toString('hex');
    await tamper(
      `update audit_events set hash = '\\x${hex}' where tenant_id = $chain and position = ${position}`,
    );
    await tamper(
      `update audit_chains set hash = '\\x${hex}', position = ${position} where tenant_id = $chain`,
    );
  }
}

describe('verifying a chain', () => {
  it('finds an empty one intact', async () => {
    expect(await verify()).toEqual({ isIntact: true, rows: 0, head: null, checkpoints: 0, fault: null });
  });

  it('finds what was only added to intact, and signs it once', async () => {
    await changePolicy(api, tenantId, 3);
    const [head] = (await tamper(
      `select encode(hash, 'hex') as hash from audit_chains where tenant_id = $chain`,
    )) as {
      hash: string;
    }[];
    const intact = { isIntact: true, rows: 3, head: { position: 3, hash: head?.hash }, fault: null };
    expect(await verify()).toEqual({ ...intact, checkpoints: 0 });
    expect(await verify()).toEqual({ ...intact, checkpoints: 1 });
    expect(await checkpoints()).toEqual([3]);
  });

  it('finds the provider’s intact', async () => {
    const answer = (await api.asOwner('GET', '/audit/verification')).json();
    expect(answer).toMatchObject({ isIntact: true, fault: null });
    expect(answer.rows).toBeGreaterThan(2);
  });

  it('reads a chain of many pages', async () => {
    await addRows(600);
    expect(await verify()).toMatchObject({ isIntact: true, rows: 600 });
    await tamper(
      `update audit_events set content = '{"action": "x"}' where tenant_id = $chain and position = 512`,
    );
    expect(await verify()).toMatchObject({ rows: 511, fault: { position: 512, kind: 'wrong-row' } });
  });

  const UPDATE = 'update audit_events set';
  it.each([
    [
      'an edited row',
      2,
      'wrong-row',
      `${UPDATE} content = replace(content, '102', '999') where tenant_id = $chain and position = 2`,
    ],
    ['another instant', 2, 'wrong-row', `${UPDATE} at = '2020' where tenant_id = $chain and position = 2`],
    ['another hash', 3, 'wrong-row', `${UPDATE} hash = sha256('') where tenant_id = $chain and position = 3`],
    ['a deleted row', 2, 'missing-row', 'delete from audit_events where tenant_id = $chain and position = 2'],
    [
      'a deleted last row',
      4,
      'missing-row',
      'delete from audit_events where tenant_id = $chain and position = 4',
    ],
    [
      'an inserted row',
      4,
      'wrong-head',
      `insert into audit_events (tenant_id, position, at, content, hash) values ($chain, 5, '', '{"action": "x"}', '')`,
    ],
    ['another head', 4, 'wrong-head', `update audit_chains set hash = sha256('') where tenant_id = $chain`],
    ['a head that was deleted', 1, 'truncated', 'delete from audit_chains where tenant_id = $chain'],
    [
      'another signature',
      4,
      'wrong-signature',
      `update audit_checkpoints set signature = repeat('x', 64)::bytea where tenant_id = $chain`,
    ],
    ['another key', 4, 'foreign-key', `update audit_checkpoints set key_id = 'x' where tenant_id = $chain`],
  ])('finds %s', async (_, position, kind, sql) => {
    await changePolicy(api, tenantId, 4);
    await verify();
    await tamper(sql);
    const answer = await verify();
    expect(answer).toMatchObject({
      isIntact: false,
      fault: { position, kind, message: expect.stringMatching(/\.$/) },
    });
    expect(await checkpoints()).toEqual([4]);
    expect(logged.at(-1)).toMatchObject({
      msg: 'an audit chain is not intact',
      chain: tenantId,
      fault: { kind },
    });
  });

  it('finds rows in each other’s place', async () => {
    await changePolicy(api, tenantId, 3);
    for (const [from, to] of [
      [2, 9],
      [3, 2],
      [9, 3],
    ]) {
      await tamper(
        `update audit_events set position = ${to} where tenant_id = $chain and position = ${from}`,
      );
    }
    expect(await verify()).toMatchObject({ fault: { position: 2, kind: 'wrong-row' } });
  });

  it('finds by a checkpoint that rows were edited and all hashes computed anew', async () => {
    await changePolicy(api, tenantId, 3);
    await verify();
    await tamper(`update audit_events set content = replace(content, '102', '999') where tenant_id = $chain`);
    await writeAnew();
    expect(await verify()).toMatchObject({ rows: 3, fault: { position: 3, kind: 'wrong-checkpoint' } });
  });

  it('finds by a checkpoint that the newest rows were cut off', async () => {
    await changePolicy(api, tenantId, 4);
    await verify();
    await tamper('delete from audit_events where tenant_id = $chain and position > 2');
    await writeAnew();
    expect(await verify()).toMatchObject({ fault: { position: 3, kind: 'truncated' } });
  });

  it('goes on while rows are added and signed', async () => {
    await addRows(300);
    const adding = changePolicy(api, tenantId, 10).then(verify);
    const answers = await Promise.all([verify(), verify(), adding]);
    expect(answers.map(({ fault }) => fault)).toEqual([null, null, null]);
  });
});

describe('the sweep', () => {
  it('signs a chain at its first row, and then when it has grown by 100', async () => {
    await addRows(1);
    await sweep();
    await addRows(99);
    await sweep();
    expect(await checkpoints()).toEqual([1]);
    await addRows(1);
    await sweep();
    await sweep();
    expect(await checkpoints()).toEqual([1, 101]);
    expect(await verify()).toMatchObject({ isIntact: true, checkpoints: 2 });
  });

  it('signs a chain that has grown at all once an hour has gone by', async () => {
    await addRows(2);
    await signAsOf(59);
    await addRows(1);
    await sweep();
    expect(await checkpoints()).toEqual([2]);
    await tamper('delete from audit_checkpoints where tenant_id = $chain');
    await signAsOf(61);
    await addRows(1);
    await sweep();
    expect(await checkpoints()).toEqual([3, 4]);
  });

  it('signs nothing that is not intact, and says so in the log', async () => {
    await addRows(2);
    await sweep();
    await addRows(100);
    await tamper(`update audit_events set at = '' where tenant_id = $chain and position = 50`);
    await sweep();
    expect(await checkpoints()).toEqual([2]);
    expect(logged).toContainEqual(
      expect.objectContaining({ msg: 'an audit chain is not intact', chain: tenantId }),
    );
  });

  it('leaves each chain to one node', async () => {
    await addRows(1);
    await Promise.all([sweep(), sweep(), sweep()]);
    expect(await checkpoints()).toEqual([1]);
    expect(
      logged.filter(({ msg, chain }) => msg === 'an audit chain was signed' && chain === tenantId),
    ).toHaveLength(1);
  });
});
