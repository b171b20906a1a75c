import { AUDIT_FAULTS } from '@bellhop/api/contract';
import type { AuditVerification } from '@bellhop/api/contract';
import { describe, expect, it } from 'vitest';
import { FAULT_WORDS, verificationWords } from './verification-words.js';

const INTACT: AuditVerification = {
  isIntact: true,
  rows: 1_234,
  head: { position: 1_234, hash: 'ab' },
  checkpoints: 2,
  fault: null,
};

describe('the result of verifying an audit log', () => {
  it('says that all is as it was written, and what agrees', () => {
    expect(verificationWords(INTACT)).toMatchObject({
      tone: 'good',
      text: 'All 1,234 entries follow from one another, up to entry 1,234. All 2 signed checkpoints say the same.',
    });
    expect(verificationWords({ ...INTACT, checkpoints: 0 }).text).toContain('no signed checkpoint yet');
  });

  it('says that there is nothing where nothing was put down', () => {
    expect(verificationWords({ ...INTACT, rows: 0, head: null, checkpoints: 0 }).title).toBe(
      'Nothing to verify',
    );
  });

  it.each(AUDIT_FAULTS)('says where and what is wrong, and what to do: %s', (kind) => {
    const fault = { position: 12, kind, message: 'as the API says it' };
    const words = verificationWords({ ...INTACT, isIntact: false, rows: 11, fault });
    expect(words).toMatchObject({ tone: 'bad', title: 'The log is not as it was written at entry 12' });
    expect(words.text).toBe(`${FAULT_WORDS[kind]} The 11 entries before it are as they were written.`);
    expect(words.nextStep).toMatch(/\.$/);
  });
});
