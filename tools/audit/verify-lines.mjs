import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * Verifies the lines of an export of Bellhop's audit log (docs/audit.md): rows, checkpoints, and the checkpoint that was
 * signed for this export. It looks at nothing but what it is given.
 *
 * `lines`: an iterable, also an asynchronous one, of texts without their line ends. `publicKey`: PEM, from somebody who
 * is trusted, not from whoever handed over the export. `tenantId`: whose chain it has to be. `olderCheckpoints`: parsed
 * lines of earlier exports.
 *
 * Returns `{ tenantId, rows, checkpoints, last, fault }`: what was found to be right, the checkpoint at the end, and the
 * first fault, `{ kind, line, message }`, or null. The kinds are the keys of ADVICE.
 */
export async function verifyLines(lines, { publicKey, tenantId = null, olderCheckpoints = [] }) {
  const proof = new Proof(publicKey, tenantId);
  try {
    for await (const line of lines) proof.take(line);
    proof.end();
    for (const checkpoint of olderCheckpoints) proof.compare(checkpoint);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ...proof.result(), fault: { kind: error.kind, line: error.line, message: error.message } };
  }
  return { ...proof.result(), fault: null };
}

/** What an auditor should do about each kind of fault. */
export const ADVICE = {
  'unreadable-line':
    'Export again, and verify the file exactly as it was downloaded: no editor, no spreadsheet, no conversion.',
  'wrong-tenant':
    'Ask for the export of the right tenant. One file holds one chain; two that were joined cannot be verified.',
  'wrong-row':
    'Export again. If it stays, the text in the database was changed: an older export shows what this row said.',
  'wrong-order':
    'Export again. If it stays, rows were added, doubled or moved: an older export shows which are genuine.',
  'missing-row': 'Export again. If it stays, rows were deleted: an older export may still have them.',
  truncated:
    'Export again. If it stays, the newest rows were deleted: whoever could write to the database has to explain it.',
  'not-signed':
    'Export again: the download broke off. If it stays, Bellhop refuses to sign, because its own verification fails.',
  'wrong-checkpoint':
    'The rows up to there were written anew, with matching hashes, after they were signed. Compare with older exports.',
  'wrong-signature':
    'The checkpoint was changed after it was signed. Export again; if it stays, the database was tampered with.',
  'foreign-key':
    'Make sure that your public key is this Bellhop’s. If it is, somebody signed with a key of their own.',
};

class Fault extends Error {
  constructor(kind, line, message) {
    super(message);
    this.kind = kind;
    this.line = line;
  }
}

const ROW_FIELDS = {
  tenantId: 'string',
  position: 'number',
  at: 'string',
  content: 'string',
  hash: 'string',
};
const CHECKPOINT_FIELDS = {
  tenantId: 'string',
  position: 'number',
  hash: 'string',
  at: 'string',
  keyId: 'string',
  signature: 'string',
};

class Proof {
  line = 0;
  checkpoints = 0;
  last = null;
  /** By position, in hex; at 0 what stands before the first row. */
  hashes = [];

  constructor(publicKey, tenantId) {
    this.key = createPublicKey(publicKey);
    this.keyId = sha256(this.key.export({ format: 'der', type: 'spki' })).toString('hex');
    if (tenantId !== null) this.#begin(tenantId);
  }

  take(text) {
    this.line += 1;
    const entry = parse(text);
    if (has(entry, ROW_FIELDS)) this.#takeRow(entry);
    else if (has(entry, CHECKPOINT_FIELDS)) this.#takeCheckpoint(entry);
    else this.#fail('unreadable-line', 'it is neither a row nor a checkpoint');
  }

  /** The last line is signed for this export, and for the last row. */
  end() {
    const rows = this.hashes.length - 1;
    if (this.last === null) this.#fail('not-signed', 'the file ends without a checkpoint');
    if (this.last.position < rows)
      this.#fail(
        'not-signed',
        `the last checkpoint is of row ${this.last.position}, and there are ${rows} rows`,
      );
  }

  /** With what was kept of an earlier export. */
  compare(checkpoint) {
    this.line = 0;
    if (!has(checkpoint, CHECKPOINT_FIELDS)) this.#fail('unreadable-line', 'the older checkpoint is none');
    this.#verify(checkpoint, 'the older checkpoint');
  }

  result() {
    const { tenantId = null, checkpoints, last } = this;
    return { tenantId, rows: Math.max(0, this.hashes.length - 1), checkpoints, last };
  }

  #begin(tenantId) {
    this.tenantId = tenantId;
    this.hashes.push(sha256(tenantId).toString('hex'));
  }

  #takeRow({ tenantId, position, at, content, hash }) {
    this.#isOf(tenantId);
    const expected = this.hashes.length;
    if (this.last !== null) this.#fail('wrong-order', `row ${position} stands after the checkpoints`);
    if (position < expected) this.#fail('wrong-order', `row ${position} was there already`);
    if (position > expected) this.#fail('missing-row', `row ${expected} is missing; row ${position} is next`);
    const before = Buffer.from(this.hashes[position - 1], 'hex');
    const computed = sha256(before, `${position}\n${at}\n${content}`).toString('hex');
    if (hash !== computed) this.#fail('wrong-row', `row ${position} is not what its hash says`);
    this.hashes.push(hash);
  }

  #takeCheckpoint(checkpoint) {
    this.#isOf(checkpoint.tenantId);
    if (this.last !== null && checkpoint.position < this.last.position)
      this.#fail('wrong-order', `the checkpoint of row ${checkpoint.position} is not in its place`);
    this.#verify(checkpoint, 'the checkpoint');
    this.checkpoints += 1;
    this.last = checkpoint;
  }

  #verify(checkpoint, which) {
    this.#isOf(checkpoint.tenantId);
    const { tenantId, position, hash, at, keyId, signature } = checkpoint;
    const about = `${which} of row ${position}`;
    if (keyId !== this.keyId)
      this.#fail('foreign-key', `${about} was signed with key ${keyId}, yours is ${this.keyId}`);
    const text = ['bellhop audit checkpoint 1', tenantId, position, hash, at].join('\n');
    if (!verify(null, Buffer.from(text), this.key, Buffer.from(signature, 'base64')))
      this.#fail('wrong-signature', `${about} has a wrong signature`);
    if (position >= this.hashes.length)
      this.#fail(
        'truncated',
        `${about} shows that there were more rows than the ${this.hashes.length - 1} here`,
      );
    if (hash !== this.hashes[position])
      this.#fail('wrong-checkpoint', `${about} signed another hash than that row has here`);
  }

  #isOf(tenantId) {
    if (this.tenantId === undefined) this.#begin(tenantId);
    if (tenantId === this.tenantId) return;
    this.#fail('wrong-tenant', `it is of ${tenantId}, and this should be ${this.tenantId}`);
  }

  #fail(kind, what) {
    throw new Fault(kind, this.line, this.line === 0 ? what : `line ${this.line}: ${what}`);
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether it has these fields and no other. */
function has(entry, fields) {
  if (entry === null || typeof entry !== 'object') return false;
  const names = Object.keys(entry);
  return (
    names.length === Object.keys(fields).length &&
    names.every((name) => Object.hasOwn(fields, name) && typeof entry[name] === fields[name]) &&
    Number.isSafeInteger(entry.position) &&
    entry.position > 0
  );
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
