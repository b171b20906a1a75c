import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, queryAt, removeFolder } from '../database/database.test-support.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addTenant, changePolicy } from './audit.test-support.js';

const COMMAND = fileURLToPath(new URL('../../../../tools/audit/verify-audit.mjs', import.meta.url));

interface Line {
  tenantId: string;
  position: number;
  at: string;
  hash: string;
  content?: string;
  keyId?: string;
  signature?: string;
}

let api: TestApi;
let folder: string;
let tenantId: string;
/** Lines of a chain of eight rows that was signed after the third. */
let older: readonly Line[];
let whole: readonly Line[];
let key: string;

beforeAll(async () => {
  api = await startTestApi();
  folder = await makeTemporaryFolder();
  tenantId = await addTenant(api);
  key = await save('bellhop.pem', (await api.asOwner('GET', '/audit/key')).json().publicKey);
  await changePolicy(api, tenantId, 2);
  older = await exportLines();
  await changePolicy(api, tenantId, 4);
  whole = await exportLines();
});
afterAll(async () => {
  await api?.close();
  await removeFolder(folder);
});

async function exportLines(chain = `/tenants/${tenantId}`): Promise<Line[]> {
  const answer = await api.asOwner('GET', `${chain}/audit/export`);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/jsonl',
    'cache-control': 'no-store',
    'content-disposition': expect.stringMatching(/^attachment; filename="bellhop-audit-[\w-]+\.jsonl"$/),
  });
  return answer.payload
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

async function save(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

function at(lines: readonly Line[], index: number): Line {
  const line = lines.at(index);
  if (line === undefined) throw new Error('no such line');
  return line;
}

const toText = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

/** What an auditor sees, who has these lines and what else is given. */
async function verify(lines: readonly object[], ...more: readonly string[]) {
  const path = await save('export.jsonl', toText(lines));
  return run(path, '--key', key, ...more);
}

async function run(...args: readonly string[]): Promise<{ exitCode: number; says: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [COMMAND, ...args]);
    return { exitCode: 0, says: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exitCode: code, says: stdout + stderr };
  }
}

const rowsOf = (lines: readonly Line[]) => lines.filter(({ content }) => content !== undefined);
const checkpointsOf = (lines: readonly Line[]) => lines.filter(({ signature }) => signature !== undefined);

/** What somebody does who can write to the database and knows the format, but has no key. */
function withNewHashes(lines: readonly Line[]): Line[] {
  let hash = createHash('sha256').update(tenantId).digest();
  return rowsOf(lines).map(({ at, content }, index) => {
    const position = index + 1;
    hash = createHash('sha256').update(hash).update(`${position}\n${at}\n${content}`).digest();
    return { tenantId, position, at, content: content ?? '', hash: hash.toString('hex') };
  });
}

const edited = (line: Line): Line => ({ ...line, content: line.content?.replace('102', '999') ?? '' });
const replaced = (lines: readonly Line[], position: number, change: (line: Line) => Line) =>
  lines.map((line) => (line.content !== undefined && line.position === position ? change(line) : line));
const without = (lines: readonly Line[], ...positions: readonly number[]) =>
  lines.filter((line) => line.content === undefined || !positions.includes(line.position));

/** Signs anew what the rows say. */
function resigned(lines: readonly Line[], keyId: (own: string) => string): Line[] {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const own = createHash('sha256')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest('hex');
  const rows = rowsOf(lines);
  const checkpoints = checkpointsOf(lines).map((checkpoint) => {
    const { position, at } = checkpoint;
    const hash = rows[position - 1]?.hash ?? '';
    const text = ['bellhop audit checkpoint 1', tenantId, position, hash, at].join('\n');
    return {
      ...checkpoint,
      hash,
      keyId: keyId(own),
      signature: sign(null, Buffer.from(text), privateKey).toString('base64'),
    };
  });
  return [...rows, ...checkpoints];
}

describe('an export', () => {
  it('holds each row as it was hashed, the checkpoints, and one that was signed for it', async () => {
    const stored = await queryAt<{ content: string; at: string; hash: string }>(
      api.database.adminUrl,
      `select at, content, encode(hash, 'hex') as hash from audit_events where tenant_id = $1 order by position`,
      [tenantId],
    );
    expect(rowsOf(whole)).toEqual(stored.map((row, index) => ({ tenantId, position: index + 1, ...row })));
    expect(checkpointsOf(whole).map(({ position }) => position)).toEqual([3, 8]);
    expect(JSON.parse(rowsOf(whole).at(-1)?.content ?? '')).toMatchObject({
      action: 'audit.export',
      object: { kind: 'audit-log', id: tenantId },
    });
  });

  it('is not signed while the chain is broken', async () => {
    const broken = await addTenant(api);
    await changePolicy(api, broken, 2);
    await queryAt(
      api.database.adminUrl,
      `update audit_events set at = 'then' where tenant_id = $1 and position = 2`,
      [broken],
    );
    const lines = await exportLines(`/tenants/${broken}`);
    expect([rowsOf(lines).length, checkpointsOf(lines).length]).toEqual([3, 0]);
  });
});

describe('the verifier', () => {
  it('finds an untouched export intact, also against an older one', async () => {
    const kept = await save('older.json', JSON.stringify(older.at(-1), null, 2));
    const answer = await verify(whole, '--checkpoint', kept, '--tenant', tenantId);
    expect(answer).toEqual({ exitCode: 0, says: expect.stringContaining(`tenant ${tenantId}, 8 rows`) });
    const olderExport = await save('older.jsonl', toText(older));
    expect(await verify(whole, '--checkpoint', olderExport)).toMatchObject({ exitCode: 0 });
  });

  it('finds the provider’s log intact, with texts of any kind', async () => {
    await api.asOwner('POST', '/tokens', {
      name: 'ä \u2028 "\\" 😀',
      scopes: ['tenant.view'],
      expiresInDays: 1,
    });
    const lines = await exportLines('');
    const answer = await verify(lines, '--tenant', 'provider');
    expect(answer).toEqual({ exitCode: 0, says: expect.stringContaining('the provider') });
    expect(lines[0]?.tenantId).toBe(PROVIDER_ID);
  });

  const faults: readonly (readonly [string, string, (lines: readonly Line[]) => readonly object[]])[] = [
    ['an edited row', 'wrong-row', (lines) => replaced(lines, 2, edited)],
    ['another instant', 'wrong-row', (lines) => replaced(lines, 2, (line) => ({ ...line, at: '2020' }))],
    [
      'an edited row with a hash that fits',
      'wrong-row',
      (lines) => replaced(lines, 2, () => at(withNewHashes(replaced(lines, 2, edited)), 1)),
    ],
    ['a deleted row', 'missing-row', (lines) => without(lines, 4)],
    ['a deleted first row', 'missing-row', (lines) => without(lines, 1)],
    ['an inserted row', 'wrong-order', (lines) => [...lines.slice(0, 3), at(lines, 2), ...lines.slice(3)]],
    [
      'two rows in each other’s place',
      'missing-row',
      (lines) => [at(lines, 1), at(lines, 0), ...lines.slice(2)],
    ],
    [
      'rows in each other’s place with their numbers',
      'wrong-row',
      (lines) =>
        replaced(
          replaced(lines, 2, () => ({ ...at(lines, 2), position: 2 })),
          3,
          () => ({ ...at(lines, 1), position: 3 }),
        ),
    ],
    ['an end that was cut off', 'not-signed', (lines) => lines.slice(0, 6)],
    ['a last line that was cut off', 'not-signed', (lines) => lines.slice(0, -1)],
    ['rows deleted before the signed last line', 'truncated', (lines) => without(lines, 7, 8)],
    ['nothing at all', 'not-signed', () => []],
    [
      'an edit with all hashes computed anew',
      'wrong-checkpoint',
      (lines) => [...withNewHashes(replaced(lines, 2, edited)), ...checkpointsOf(lines)],
    ],
    [
      'a deleted row with all hashes computed anew',
      'wrong-checkpoint',
      (lines) => [...withNewHashes(without(lines, 2)), ...checkpointsOf(lines)],
    ],
    [
      'an inserted row with all hashes computed anew',
      'wrong-checkpoint',
      (lines) => [...withNewHashes([at(lines, 0), ...lines]), ...checkpointsOf(lines)],
    ],
    [
      'everything signed anew with another key',
      'foreign-key',
      (lines) =>
        resigned(withNewHashes(replaced(lines, 2, edited)).concat(checkpointsOf(lines)), (own) => own),
    ],
    [
      'another key under the name of Bellhop’s',
      'wrong-signature',
      (lines) =>
        resigned(
          withNewHashes(replaced(lines, 2, edited)).concat(checkpointsOf(lines)),
          () => lines.at(-1)?.keyId ?? '',
        ),
    ],
    [
      'a checkpoint with another instant',
      'wrong-signature',
      (lines) => [...lines.slice(0, -1), { ...at(lines, -1), at: '2100' }],
    ],
    [
      'a row of another tenant',
      'wrong-tenant',
      (lines) => replaced(lines, 3, (line) => ({ ...line, tenantId: PROVIDER_ID })),
    ],
    [
      'a field that nobody hashed',
      'unreadable-line',
      (lines) => replaced(lines, 3, (line) => ({ ...line, note: 'x' }) as Line),
    ],
    ['a row after the checkpoints', 'wrong-order', (lines) => [...lines, { ...at(lines, 0), position: 9 }]],
  ];
  it.each(faults)('finds %s', async (_, kind, tamper) => {
    const answer = await verify(tamper(whole));
    expect(answer).toEqual({ exitCode: 1, says: expect.stringContaining(`NOT INTACT (${kind})`) });
    expect(answer.says).toContain('What to do: keep this file as it is. ');
  });

  it('finds by a checkpoint that was kept that an older export is passed off as a new one', async () => {
    expect(await verify(older)).toMatchObject({ exitCode: 0 });
    const kept = await save('kept.json', JSON.stringify(whole.at(-1)));
    const answer = await verify(older, '--checkpoint', kept);
    expect(answer).toEqual({ exitCode: 1, says: expect.stringContaining('NOT INTACT (truncated)') });
  });

  it('finds by a checkpoint that was kept that the database was written anew with its own checkpoints gone', async () => {
    const victim = await addTenant(api);
    await changePolicy(api, victim, 3);
    const kept = await save('kept.json', JSON.stringify((await exportLines(`/tenants/${victim}`)).at(-1)));
    await queryAt(api.database.adminUrl, 'delete from audit_events where tenant_id = $1', [victim]);
    await queryAt(api.database.adminUrl, 'delete from audit_chains where tenant_id = $1', [victim]);
    await queryAt(api.database.adminUrl, 'delete from audit_checkpoints where tenant_id = $1', [victim]);
    await changePolicy(api, victim, 5);
    const forged = await exportLines(`/tenants/${victim}`);
    expect(await verify(forged)).toMatchObject({ exitCode: 0 });
    const answer = await verify(forged, '--checkpoint', kept);
    expect(answer).toEqual({ exitCode: 1, says: expect.stringContaining('NOT INTACT (wrong-checkpoint)') });
  });

  it('takes the log of no other tenant than the one that was asked for', async () => {
    const provider = await exportLines('');
    expect(await verify(provider, '--tenant', tenantId)).toMatchObject({ exitCode: 1 });
    const kept = await save('kept.json', JSON.stringify(older.at(-1)));
    const answer = await verify(provider, '--checkpoint', kept);
    expect(answer).toEqual({ exitCode: 1, says: expect.stringContaining('NOT INTACT (wrong-tenant)') });
  });

  it('finds an edited byte in a file that is otherwise as it was downloaded', async () => {
    const path = await save('export.jsonl', toText(whole).replace('maxErrors', 'maxErrorz'));
    expect(await run(path, '--key', key)).toMatchObject({ exitCode: 1 });
  });

  it.each([
    ['no key', ['export.jsonl']],
    ['a file that is not there', ['nowhere.jsonl', '--key', 'bellhop.pem']],
    ['a key that is none', ['export.jsonl', '--key', 'export.jsonl']],
    [
      'an older checkpoint that is none',
      ['export.jsonl', '--key', 'bellhop.pem', '--checkpoint', 'bellhop.pem'],
    ],
    ['an unknown option', ['export.jsonl', '--key', 'bellhop.pem', '--fast']],
  ])('says how it is used, given %s', async (_, args) => {
    await save('export.jsonl', toText(whole));
    const answer = await run(...args.map((arg) => (arg.startsWith('--') ? arg : join(folder, arg))));
    expect(answer).toEqual({ exitCode: 2, says: expect.stringContaining('npm run verify-audit --') });
    expect(await readFile(key, 'utf8')).toContain('BEGIN PUBLIC KEY');
  });
});
