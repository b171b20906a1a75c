import { describe, expect, it } from 'vitest';
import { SecretBox, SecretBoxError } from './secret-box.js';

const box = new SecretBox(Buffer.alloc(32, 1));
const place = { table: 'registrations', tenantId: 'tenant-a', rowId: 'row-1' };

describe('SecretBox', () => {
  it('opens what it sealed', () => {
    expect(box.open(box.seal('pässword', place), place)).toBe('pässword');
    expect(box.open(box.seal('', place), place)).toBe('');
  });

  it('shows nothing of the secret, and seals it differently each time', () => {
    const sealed = box.seal('password', place);
    expect(sealed.includes('password')).toBe(false);
    expect(box.seal('password', place).equals(sealed)).toBe(false);
  });

  const otherPlaces = {
    table: { ...place, table: 'connections' },
    tenant: { ...place, tenantId: 'tenant-b' },
    row: { ...place, rowId: 'row-2' },
    'place without a tenant': { table: place.table, rowId: place.rowId },
  };
  it.each(Object.entries(otherPlaces))('does not open at another %s', (_, otherPlace) => {
    const sealed = box.seal('password', place);
    expect(() => box.open(sealed, otherPlace)).toThrow(SecretBoxError);
  });

  it('does not open what was changed, whichever byte it was', () => {
    const sealed = box.seal('password', place);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => box.open(changed, place)).toThrow(SecretBoxError);
    }
  });

  it('does not open what was cut short, whatever its length', () => {
    const sealed = box.seal('password', place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => box.open(sealed.subarray(0, length), place)).toThrow(SecretBoxError);
    }
  });

  it('says so when it was sealed under another key', () => {
    const sealed = new SecretBox(Buffer.alloc(32, 2)).seal('password', place);
    expect(() => box.open(sealed, place)).toThrow('sealed under another key');
  });
});
