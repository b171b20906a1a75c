import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ADVICE, verifyLines } from './verify-lines.mjs';

const USAGE = `Verifies an export of Bellhop's audit log (docs/audit.md). It needs Node.js 20 and this folder, nothing else.

  npm run verify-audit -- <export.jsonl> --key <public.pem> [--checkpoint <older.json>]... [--tenant <id>]

  --key         Bellhop's public key, as GET /api/v1/audit/key gives it; from somebody you trust
  --checkpoint  an older export, or its last line: rows that were there then must still be there
  --tenant      whose log this has to be; "provider" for the provider's

Exit codes: 0 intact, 1 not intact, 2 nothing could be verified.`;

const PROVIDER_ID = '00000000-0000-0000-0000-000000000000';

process.exitCode = await main(process.argv.slice(2));

async function main(args) {
  try {
    const { path, ...expected } = await readArguments(args);
    return report(await verifyLines(linesOf(path), expected), expected.olderCheckpoints.length);
  } catch (error) {
    console.error(`Nothing was verified: ${error.message}\n\n${USAGE}`);
    return 2;
  }
}

async function readArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      key: { type: 'string' },
      checkpoint: { type: 'string', multiple: true, default: [] },
      tenant: { type: 'string' },
    },
  });
  const [path] = positionals;
  if (positionals.length !== 1 || values.key === undefined) throw new Error('name one export, and the key');
  return {
    path,
    publicKey: await readFile(values.key, 'utf8'),
    olderCheckpoints: await Promise.all(values.checkpoint.map(readCheckpoint)),
    tenantId: values.tenant === 'provider' ? PROVIDER_ID : (values.tenant ?? null),
  };
}

/** The file is a checkpoint, or its last line is. */
async function readCheckpoint(path) {
  const text = (await readFile(path, 'utf8')).trim();
  for (const candidate of [text, text.slice(text.lastIndexOf('\n') + 1)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Then the other one.
    }
  }
  throw new Error(`${path} holds no checkpoint`);
}

/** Lines end with U+000A alone: other line ends that Unicode knows may stand in a text. */
async function* linesOf(path) {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let rest = '';
  for await (const chunk of createReadStream(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  if (rest + decoder.decode() !== '') yield rest;
}

function report({ tenantId, rows, checkpoints, last, fault }, olderOnes) {
  if (fault !== null) {
    console.error(`NOT INTACT (${fault.kind}), found after ${rows} rows: ${fault.message}.`);
    console.error(`What to do: keep this file as it is. ${ADVICE[fault.kind]}`);
    return 1;
  }
  const whose = tenantId === PROVIDER_ID ? 'the provider' : `tenant ${tenantId}`;
  console.log(`Intact: the audit log of ${whose}, ${rows} rows, as it was at ${last.at}.`);
  console.log(
    `${checkpoints} checkpoints in it and ${olderOnes} older ones fit, all signed with key ${last.keyId}.`,
  );
  console.log(
    'Make sure that this is when it was exported, and keep its last line for the next time (--checkpoint).',
  );
  return 0;
}
