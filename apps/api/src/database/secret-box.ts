import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Where a secret lies. A box opens only at the place it was sealed for. */
export interface Place {
  readonly table: string;
  /** Undefined for rows of no tenant, such as connections. */
  readonly tenantId?: string;
  readonly rowId: string;
}

/** A box that was changed, moved to another row, or sealed under another key. Says nothing of its content. */
export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError';
}

const VERSION = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/**
 * AES-256-GCM for secrets at rest. The format: version (1 byte), key id (4 bytes), nonce (12), tag (16),
 * ciphertext. Version and key id are authenticated together with the place.
 */
export class SecretBox {
  readonly #key: Buffer;
  readonly #keyId: Buffer;

  /** `masterKey`: 32 bytes. */
  constructor(masterKey: Buffer) {
    this.#key = derive(masterKey, 'secrets at rest', 32);
    this.#keyId = derive(masterKey, 'key id', KEY_ID_BYTES);
  }

  seal(plaintext: string, place: Place): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const prefix = Buffer.concat([Buffer.of(VERSION), this.#keyId]);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    cipher.setAAD(associatedData(prefix, place));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Buffer.concat([prefix, nonce, cipher.getAuthTag(), ciphertext]);
  }

  /** Throws `SecretBoxError`. */
  open(box: Buffer, place: Place): string {
    if (box.length < HEADER_BYTES + TAG_BYTES) throw new SecretBoxError('the secret is too short');
    if (box[0] !== VERSION) throw new SecretBoxError('the secret has a version that is not known');
    const prefix = box.subarray(0, 1 + KEY_ID_BYTES);
    if (!prefix.subarray(1).equals(this.#keyId))
      throw new SecretBoxError('the secret is sealed under another key');
    const decipher = createDecipheriv('aes-256-gcm', this.#key, box.subarray(prefix.length, HEADER_BYTES));
    decipher.setAAD(associatedData(prefix, place));
    decipher.setAuthTag(box.subarray(HEADER_BYTES, HEADER_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([
        decipher.update(box.subarray(HEADER_BYTES + TAG_BYTES)),
        decipher.final(),
      ]).toString('utf8');
    } catch {
      throw new SecretBoxError('the secret was changed or belongs to another row');
    }
  }
}

function derive(masterKey: Buffer, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `bellhop ${purpose}`, bytes));
}

function associatedData(prefix: Buffer, place: Place): Buffer {
  return Buffer.concat([
    prefix,
    Buffer.from(JSON.stringify([place.table, place.tenantId ?? null, place.rowId])),
  ]);
}
