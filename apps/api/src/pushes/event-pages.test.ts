import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { ACCOUNT, makeTenant, writeEvent } from './log.test-support.js';

interface Page {
  readonly events: readonly { readonly id: string }[];
  readonly next: string | null;
  readonly previous: string | null;
}

let api: TestApi;
let tenantId: string;
/** The newest first; three of each instant, and one more. */
const ids: string[] = [];
const today = new Date().toISOString().slice(0, 10);
const write = (second: number) =>
  writeEvent(api, tenantId, {
    at: `${today}T00:01:0${second}.000Z`,
    decisions: [{ reason: 'stored-offline', outcome: 'accepted' }],
  });
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api);
  const written: string[][] = [];
  for (const second of [1, 2])
    written.unshift([await write(second), await write(second), await write(second)]);
  // Ids of one instant sort in the order in which they were drawn.
  ids.push(...written.flatMap((ofInstant) => ofInstant.toReversed()));
});
afterAll(() => api.close());

const list = async (query: Record<string, string>): Promise<Page> =>
  (await api.asOwner('GET', `/tenants/${tenantId}/events?${new URLSearchParams(query).toString()}`)).json();
const idsOf = (page: Page) => page.events.map(({ id }) => id);

const FILTERS: readonly Record<string, string>[] = [
  {},
  { account: ACCOUNT },
  { account: 'rom' },
  { kind: 'offline' },
  { reason: 'stored-offline' },
  { appServer: 'push.app.example' },
  { outcome: 'accepted' },
  { outcome: 'accepted', account: ACCOUNT },
  { reason: 'stored-offline', outcome: 'accepted', kind: 'offline' },
];

it.each(FILTERS)('pages with %j lead to the oldest and back to the newest event', async (filters) => {
  const first = await list({ ...filters, limit: '2' });
  const second = await list({ ...filters, limit: '2', cursor: first.next ?? '' });
  const third = await list({ ...filters, limit: '2', cursor: second.next ?? '' });
  expect([first, second, third].map(idsOf)).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
  expect([first.previous, third.next]).toEqual([null, null]);

  const back = await list({ ...filters, limit: '2', cursor: third.previous ?? '' });
  expect(idsOf(back)).toEqual(ids.slice(2, 4));
  const again = await list({ ...filters, limit: '2', cursor: back.next ?? '' });
  expect(idsOf(again)).toEqual(ids.slice(4));
  const start = await list({ ...filters, limit: '2', cursor: back.previous ?? '' });
  expect([idsOf(start), start.previous]).toEqual([ids.slice(0, 2), null]);
});

it('an event that comes meanwhile is skipped by no page and shown by none twice', async () => {
  const first = await list({ limit: '3' });
  const second = await list({ limit: '3', cursor: first.next ?? '' });
  // Newer than all, and in the middle of the page before.
  const newest = [await write(4), await write(2)];
  const back = await list({ limit: '4', cursor: second.previous ?? '' });
  const start = await list({ limit: '4', cursor: back.previous ?? '' });
  const seen = [...idsOf(start), ...idsOf(back), ...idsOf(second)];
  expect(new Set(seen)).toEqual(new Set([...ids, ...newest]));
  expect(seen).toHaveLength(ids.length + newest.length);
});
