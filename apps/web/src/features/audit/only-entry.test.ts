import { expect, it } from 'vitest';
import { onlyEntry } from './only-entry.js';

it('leads to the millisecond of the entry, whatever page it was found on', () => {
  const entry = { at: '2026-11-22T14:02:00.123456Z', position: 7 };
  const address = 'https://bellhop.example/tenants/t1/audit?cursor=abc&entry=7';
  expect(new URL(onlyEntry(address, entry)).pathname).toBe('/tenants/t1/audit');
  expect(Object.fromEntries(new URL(onlyEntry(address, entry)).searchParams)).toEqual({
    from: '2026-11-22T14:02:00.123Z',
    to: '2026-11-22T14:02:00.124Z',
    entry: '7',
  });
});
