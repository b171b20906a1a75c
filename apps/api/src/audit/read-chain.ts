import type { EntityManager } from 'typeorm';
import type { ChainState } from './chain-check.js';
import { startOf } from './chain.js';
import type { ChainRow, Checkpoint, Head } from './chain.js';

/** With rows of 64 KiB each this is 16 MiB. */
const ROWS_AT_ONCE = 256;

/** Does work in a transaction that sees the chain: in one for each page, or in one for all. */
export type Reads = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

export interface ChainPage {
  readonly rows: readonly ChainRow[];
  /** Of the positions of these rows. */
  readonly checkpoints: readonly Checkpoint[];
}

/** The chain at this instant: one statement, so that a row added meanwhile is in all of it or in none. */
export async function readState(manager: EntityManager, chainId: string): Promise<ChainState> {
  const [found] = await manager.query<
    { position: string | null; hash: Buffer; lastRow: string | null; lastSigned: string | null }[]
  >(
    `select c.position, c.hash,
            (select max(position) from audit_events where tenant_id = $1) as "lastRow",
            (select max(position) from audit_checkpoints where tenant_id = $1) as "lastSigned"
     from (select) one left join audit_chains c on c.tenant_id = $1`,
    [chainId],
  );
  const position = Number(found?.position ?? 0);
  return {
    head: found === undefined || position === 0 ? startOf(chainId) : { position, hash: found.hash },
    lastRow: Number(found?.lastRow ?? 0),
    lastSigned: Number(found?.lastSigned ?? 0),
  };
}

/** The rows after one position, up to and including another, page by page. */
export async function* readChain(
  reads: Reads,
  chainId: string,
  { after, upTo }: { readonly after: Head; readonly upTo: Head },
): AsyncGenerator<ChainPage> {
  let { position } = after;
  while (position < upTo.position) {
    const page = await reads((manager) => readPage(manager, chainId, position, upTo.position));
    const last = page.rows.at(-1);
    if (last === undefined) return;
    yield page;
    ({ position } = last);
  }
}

/** The checkpoints of a chain up to a position, page by page. */
export async function* readCheckpoints(
  reads: Reads,
  chainId: string,
  upTo: Head,
): AsyncGenerator<readonly Checkpoint[]> {
  let position = 0;
  for (;;) {
    const page = await reads((manager) => findCheckpoints(manager, chainId, position, upTo.position));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    ({ position } = last);
  }
}

/** The checkpoint of the highest position. */
export async function findLastCheckpoint(
  manager: EntityManager,
  chainId: string,
): Promise<Checkpoint | undefined> {
  const [row] = await manager.query<Numbered<Checkpoint>[]>(
    `select ${CHECKPOINT_COLUMNS} from audit_checkpoints where tenant_id = $1 order by position desc limit 1`,
    [chainId],
  );
  return row && withNumber(row);
}

/** int8 comes as text. */
type Numbered<Row extends Head> = Omit<Row, 'position'> & { readonly position: string };

const CHECKPOINT_COLUMNS = 'position, hash, at, key_id as "keyId", signature';

async function readPage(
  manager: EntityManager,
  chainId: string,
  after: number,
  upTo: number,
): Promise<ChainPage> {
  const found = await manager.query<Numbered<ChainRow>[]>(
    `select position, at, content, hash from audit_events
     where tenant_id = $1 and position > $2 and position <= $3 order by position limit ${ROWS_AT_ONCE}`,
    [chainId, after, upTo],
  );
  const rows = found.map((row) => withNumber(row));
  const end = rows.at(-1)?.position ?? after;
  return { rows, checkpoints: await findCheckpoints(manager, chainId, after, end) };
}

async function findCheckpoints(
  manager: EntityManager,
  chainId: string,
  after: number,
  upTo: number,
): Promise<readonly Checkpoint[]> {
  const rows = await manager.query<Numbered<Checkpoint>[]>(
    `select ${CHECKPOINT_COLUMNS} from audit_checkpoints
     where tenant_id = $1 and position > $2 and position <= $3 order by position limit ${ROWS_AT_ONCE}`,
    [chainId, after, upTo],
  );
  return rows.map((row) => withNumber(row));
}

function withNumber<Row extends Head>(row: Numbered<Row>): Row {
  return { ...row, position: Number(row.position) } as unknown as Row;
}
