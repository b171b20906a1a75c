import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { hashAfter, startOf } from './chain.js';

it('a chain is hashed as in the example of docs/audit.md', async () => {
  const page = await readFile(new URL('../../../../docs/audit.md', import.meta.url), 'utf8');
  const start = startOf(PROVIDER_ID);
  const row = { position: 1, at: '2026-01-02T03:04:05.678901Z', content: '{"action":"provider.set-up"}' };
  expect(page).toContain(`| hash(0) | \`${start.hash.toString('hex')}\` |`);
  expect(page).toContain(`| instant | \`${row.at}\` `);
  expect(page).toContain(`| content | \`${row.content}\` `);
  expect(page).toContain(`| hash(1) | \`${hashAfter(start, row).toString('hex')}\` |`);
});
