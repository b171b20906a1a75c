import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant } from '../../access/people.test-support.js';
import { queryAt } from '../../database/database.test-support.js';
import { TenantScope } from '../../database/tenant-scope.js';
import { startTestApi } from '../../platform/api.test-support.js';
import type { TestApi } from '../../platform/api.test-support.js';
import { newUuidV7 } from '../../platform/uuid-v7.js';
import { explain } from '../plan.test-support.js';
import { TenantTail } from './tenant-tail.js';
import type { TailReader } from './tenant-tail.js';

let api: TestApi;
let tenantId: string;
let count = 0;
beforeAll(async () => void (api = await startTestApi()));
afterAll(() => api.close());
beforeEach(async () => void (tenantId = await addTenant(api, `tenant-${(count += 1)}.example`)));

/** Events that the gateway commits at once, in a transaction that began so many seconds ago. */
const record = async (texts: readonly string[], secondsAgo = 0) => {
  const at = Date.now() - secondsAgo * 1000 - 60_000;
  const ids = texts.map((_, index) => newUuidV7(at + index));
  await queryAt(
    api.database.adminUrl,
    `insert into events (tenant_id, retention_days, at, id, recorded_at, kind, detail, decisions)
     select $1, 30, to_timestamp($2::double precision / 1000) + n * interval '1 ms', id,
       now() - $3 * interval '1 second', 'notice', detail, '[]'
     from unnest($4::uuid[], $5::text[]) with ordinality as e (id, detail, n1), lateral (select n1 - 1 as n) o`,
    [tenantId, at, secondsAgo, ids, texts],
  );
  return ids;
};
interface Recorder extends TailReader {
  readonly got: string[];
}
const newReader = (lastEventId: string | null = null): Recorder => {
  const got: string[] = [];
  return {
    got,
    lastEventId,
    wants: () => true,
    take: ({ detail }) => got.push(detail ?? ''),
    miss: () => got.push('(missed)'),
  };
};
const look = (tail: TenantTail) =>
  api.app.get(TenantScope).forTenant(tenantId, (manager) => tail.look(manager));
const looks = async (tail: TenantTail, times: number) => {
  for (let time = 0; time < times; time += 1) await look(tail);
};

describe('who follows a log', () => {
  it('gets what is recorded from then on, in order and once, and nothing from before', async () => {
    await record(['before'], 1);
    const [tail, reader] = [new TenantTail(tenantId), newReader()];
    tail.readers.add(reader);
    await look(tail);
    await record(['one', 'two']);
    await look(tail);
    await record(['three']);
    await looks(tail, 12);
    expect(reader.got).toEqual(['one', 'two', 'three']);
  });

  it('gets events that were long in being committed once as well, when they are seen', async () => {
    const [tail, reader] = [new TenantTail(tenantId), newReader()];
    tail.readers.add(reader);
    await look(tail);
    await record(['young']);
    await look(tail);
    await record(['two seconds'], 2);
    await look(tail);
    await record(['twenty seconds'], 20);
    await looks(tail, 12);
    expect(reader.got).toEqual(['young', 'two seconds', 'twenty seconds']);
  });

  it('gets more than fit into one step', async () => {
    const [tail, reader] = [new TenantTail(tenantId), newReader()];
    tail.readers.add(reader);
    await look(tail);
    const texts = Array.from({ length: 250 }, (_, index) => String(index));
    await record(texts);
    await look(tail);
    expect(reader.got).toEqual(texts);
  });

  it('goes on after the last event, and joins the others without a gap or anything twice', async () => {
    const [last = ''] = await record(['last'], 40);
    await record(['missed'], 35);
    const [tail, first, again] = [new TenantTail(tenantId), newReader(), newReader(last)];
    tail.readers.add(first);
    await look(tail);
    await record(['meanwhile']);
    tail.readers.add(again);
    await looks(tail, 2);
    await record(['after']);
    await looks(tail, 12);
    expect(again.got).toEqual(['missed', 'meanwhile', 'after']);
    expect(first.got).toEqual(['meanwhile', 'after']);
  });

  it.each([
    ['the last event is not in the log any more', async () => newUuidV7(Date.now())],
    ['the last event is none', async () => 'nonsense'],
    [
      'it is more than a thousand events',
      async () => {
        const [last = ''] = await record(['last'], 50);
        await record(
          Array.from({ length: 1001 }, () => 'one of many'),
          45,
        );
        return last;
      },
    ],
  ])('is told that something is missing where %s, and gets what comes', async (_, lastId) => {
    const [tail, reader] = [new TenantTail(tenantId), newReader(await lastId())];
    tail.readers.add(reader);
    await look(tail);
    await record(['next']);
    await look(tail);
    expect(reader.got).toEqual(['(missed)', 'next']);
  });

  it('gets nothing of another tenant', async () => {
    const [tail, reader] = [new TenantTail(tenantId), newReader()];
    tail.readers.add(reader);
    await look(tail);
    const own = tenantId;
    tenantId = await addTenant(api, 'neighbour.example');
    await record(['of the neighbour']);
    tenantId = own;
    await looks(tail, 2);
    expect(reader.got).toEqual([]);
  });
});

describe('following a log', () => {
  it('reads new rows by their index, in the partitions of the last days', async () => {
    await queryAt(
      api.database.adminUrl,
      `insert into events (tenant_id, retention_days, at, id, recorded_at, kind, decisions)
       select $1, 30, now() - n * interval '1 ms', gen_random_uuid(), now() - n * interval '1 second', 'notice', '[]'
       from generate_series(1, 20000) as n`,
      [tenantId],
    );
    await queryAt(api.database.adminUrl, 'analyze events');
    const reads = await api.app.get(TenantScope).forTenant(tenantId, (manager) =>
      explain(manager, {
        text: `select id from events e where e.tenant_id = $1 and e.retention_days = any ('{30}')
          and e.recorded_at > timestamptz 'epoch' + $2::bigint * interval '1 microsecond'
          and e.at > timestamptz 'epoch' + $2::bigint * interval '1 microsecond' - interval '25 hours'
          order by e.recorded_at, e.at, e.id limit 100`,
        values: [tenantId, String(BigInt(Date.now() - 30_000) * 1000n)],
      }),
    );
    expect(reads.indexConditions.join(' ')).toContain('recorded_at >');
    expect(reads.rows).toBeLessThan(100);
  });
});
