import { expect, it } from 'vitest';
import { changedRetentionText, olderRowsText } from './kept-rows.js';

const SINCE = '2026-11-22T14:02:00.000Z';
const tenant = (retentionDays: 7 | 30 | 90 | 365, logClasses: (7 | 30 | 90 | 365)[]) => ({
  retentionDays,
  retentionSince: SINCE,
  logClasses,
});

it('says nothing of older rows while all have the same time', () => {
  expect(olderRowsText(tenant(30, [30]), 'utc')).toBeNull();
});

it('says until when rows of before a change stay', () => {
  expect(olderRowsText(tenant(7, [30, 7]), 'utc')).toBe(
    'Rows from before 22 Nov 2026 keep their time: those kept for 30 days until 22 Dec 2026 at the latest.',
  );
  expect(olderRowsText(tenant(30, [365, 30, 7]), 'utc')).toBe(
    'Rows from before 22 Nov 2026 keep their time: those kept for 7 days until 29 Nov 2026, those kept for 1 year until 22 Nov 2027 at the latest.',
  );
});

it('says before a change what becomes of the rows that are there', () => {
  expect(changedRetentionText(tenant(30, [30]), 7, Date.parse(SINCE), 'utc')).toBe(
    'Once saved, new rows are kept for 7 days. Rows that are there stay for their 30 days, the newest until 22 Dec 2026.',
  );
});
