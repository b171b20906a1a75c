import { createHash, createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Checkpoint, Head } from './chain.js';

/** What stands before the 32 bytes of an Ed25519 key in PKCS#8 (RFC 8410, section 7). */
const PKCS8_BEGINNING = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The Ed25519 key that signs checkpoints. It comes from the master key, so all nodes have the same. */
export class AuditKey {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  /** SHA-256 of the public key (SPKI, DER), in hex. */
  readonly id: string;
  readonly publicKeyPem: string;

  /** `masterKey`: 32 bytes. */
  constructor(masterKey: Buffer) {
    const seed = Buffer.from(hkdfSync('sha256', masterKey, '', 'bellhop audit checkpoints', 32));
    const key = Buffer.concat([PKCS8_BEGINNING, seed]);
    this.#privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    this.#publicKey = createPublicKey(this.#privateKey);
    this.id = createHash('sha256')
      .update(this.#publicKey.export({ format: 'der', type: 'spki' }))
      .digest('hex');
    this.publicKeyPem = this.#publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }

  /** Says that a chain had this head at this instant. */
  sign(chainId: string, head: Head, at: string): Checkpoint {
    const { position, hash } = head;
    const signature = sign(null, signedText(chainId, { position, hash, at }), this.#privateKey);
    return { position, hash, at, keyId: this.id, signature };
  }

  /** Whether the checkpoint is the chain's and this key signed it. */
  hasSigned(chainId: string, checkpoint: Checkpoint): boolean {
    return verify(null, signedText(chainId, checkpoint), this.#publicKey, checkpoint.signature);
  }
}

function signedText(
  chainId: string,
  { position, hash, at }: Pick<Checkpoint, 'position' | 'hash' | 'at'>,
): Buffer {
  return Buffer.from(['bellhop audit checkpoint 1', chainId, position, hash.toString('hex'), at].join('\n'));
}
