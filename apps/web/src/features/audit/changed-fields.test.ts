import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.js';

describe('the comparison of an audit entry', () => {
  it('names settings as their page does, and says yes and no', () => {
    const before = { withBody: false, importantBody: '', mergeWindowSeconds: 5, quotaPerDay: null };
    const after = { withBody: true, importantBody: 'Hello', mergeWindowSeconds: 30, quotaPerDay: 1_500_000 };
    expect(changedFields({ before, after })).toEqual([
      { key: 'withBody', name: 'Text of the message', before: 'no', after: 'yes' },
      { key: 'importantBody', name: 'Placeholder text', before: 'empty', after: 'Hello' },
      { key: 'mergeWindowSeconds', name: 'Merge window', before: '5 s', after: '30 s' },
      { key: 'quotaPerDay', name: 'Pushes per day', before: 'none', after: '1,500,000' },
    ]);
  });

  it('goes into what lies inside a field, and knows endpoints and lists', () => {
    const after = {
      policy: { withBody: false, allowedAppServers: ['a.example', 'b.example'], deniedAppServers: [] },
      endpoints: [{ host: 'chat.example', port: 5347 }],
      boundResource: 'phone',
    };
    expect(changedFields({ before: null, after }).map(({ name, after: text }) => [name, text])).toEqual([
      ['Text of the message', 'no'],
      ['Allow only these', 'a.example, b.example'],
      ['Never these', 'none'],
      ['Endpoints', 'chat.example:5347'],
      ['Bound resource', 'phone'],
    ]);
  });

  it('leaves out the side that was not there', () => {
    expect(changedFields({ before: { role: 'admin' }, after: null })).toEqual([
      { key: 'role', name: 'Role', before: 'admin', after: null },
    ]);
    expect(changedFields({ before: null, after: null })).toEqual([]);
  });
});
