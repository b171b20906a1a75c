import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecretBox } from '../../database/secret-box.js';
import type { Place } from '../../database/secret-box.js';
import { PROVIDER_ID, TenantScope } from '../../database/tenant-scope.js';
import { Refusal } from '../refusal.js';
import type { RefusalKind } from '../refusal.js';

/** A request with an idempotency key. */
export interface KeyedRequest {
  /** The tenant that it is about; null: none. */
  readonly tenantId: string | null;
  /** The id of the person or token that asks. A key is theirs alone. */
  readonly caller: string;
  readonly key: string;
  /** The same for the same method, address and body. */
  readonly hash: string;
}

/** What a request was answered: a body, undefined where there was none, or a refusal. */
export type KeptAnswer =
  | { readonly kind: 'done'; readonly status: number; readonly body?: unknown }
  | ({ readonly kind: 'refused' } & Pick<Refusal, 'message' | 'errors'> & { readonly refusal: RefusalKind });

/** Either the request is ours to carry out, under a claim, or it has been. */
export type Beginning =
  | { readonly kind: 'ours'; readonly claim: string }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer };

/** A request that has not ended after this long never will: its process has died. */
export const LEFT_AFTER_MINUTES = 5;

/** Answers by idempotency key, for 24 hours, sealed: a new token or link is among them. */
@Injectable()
export class KeptAnswers {
  constructor(
    private readonly scope: TenantScope,
    private readonly secretBox: SecretBox,
  ) {}

  /** @throws Refusal `key-reused` by another request, `in-progress` while the same one is under way */
  begin(request: KeyedRequest): Promise<Beginning> {
    const claim = randomUUID();
    return this.scope.forOwner(request.tenantId, async (manager) => {
      if (await this.#insert(manager, request, claim)) return { kind: 'ours', claim };
      const row = await findRow(manager, request);
      if (row === undefined) throw inProgress();
      if (this.#open(row.requestHash, request) !== request.hash) {
        throw new Refusal('key-reused', 'Use another key for another request.');
      }
      if (row.answer !== null) {
        // Nobody but `keep` can have sealed it.
        const answer = JSON.parse(this.#open(row.answer, request)) as KeptAnswer;
        return { kind: 'answered', answer };
      }
      if (row.isLeft && (await takeOver(manager, request, row.claim, claim))) return { kind: 'ours', claim };
      throw inProgress();
    });
  }

  /** Keeps the answer, unless somebody has taken the request over. */
  keep(request: KeyedRequest, claim: string, answer: KeptAnswer): Promise<void> {
    return this.scope.forOwner(request.tenantId, (manager) =>
      manager.query(`update idempotency_keys set answer = $5 where ${OF_KEY} and claim = $4`, [
        ...keyOf(request),
        claim,
        this.#seal(JSON.stringify(answer), request),
      ]),
    );
  }

  /** The request came to nothing and may be made again. */
  forget(request: KeyedRequest, claim: string): Promise<void> {
    return this.scope.forOwner(request.tenantId, (manager) =>
      manager.query(`delete from idempotency_keys where ${OF_KEY} and claim = $4`, [
        ...keyOf(request),
        claim,
      ]),
    );
  }

  /** Also a key that is older than a day is free. */
  async #insert(manager: EntityManager, request: KeyedRequest, claim: string): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `insert into idempotency_keys as k (tenant_id, caller, key, claim, request_hash) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, caller, key) do update
       set claim = excluded.claim, request_hash = excluded.request_hash, answer = null, created_at = now()
       where k.created_at < now() - interval '24 hours' returning 1`,
      [...keyOf(request), claim, this.#seal(request.hash, request)],
    );
    return rows.length > 0;
  }

  #seal(text: string, request: KeyedRequest): Buffer {
    return this.secretBox.seal(text, placeOf(request));
  }

  #open(box: Buffer, request: KeyedRequest): string {
    return this.secretBox.open(box, placeOf(request));
  }
}

interface Row {
  readonly claim: string;
  readonly requestHash: Buffer;
  readonly answer: Buffer | null;
  readonly isLeft: boolean;
}

const OF_KEY = 'tenant_id = $1 and caller = $2 and key = $3';

async function findRow(manager: EntityManager, request: KeyedRequest): Promise<Row | undefined> {
  const [row] = await manager.query<Row[]>(
    `select claim, request_hash as "requestHash", answer,
       created_at < now() - interval '${LEFT_AFTER_MINUTES} minutes' as "isLeft"
     from idempotency_keys where ${OF_KEY}`,
    keyOf(request),
  );
  return row;
}

/** Of several that try, one succeeds. */
async function takeOver(
  manager: EntityManager,
  request: KeyedRequest,
  from: string,
  to: string,
): Promise<boolean> {
  const [, count] = await manager.query<[unknown[], number]>(
    `update idempotency_keys set claim = $5, created_at = now() where ${OF_KEY} and claim = $4 and answer is null`,
    [...keyOf(request), from, to],
  );
  return count === 1;
}

function keyOf({ tenantId, caller, key }: KeyedRequest): [string, string, string] {
  return [tenantId ?? PROVIDER_ID, caller, key];
}

function placeOf({ tenantId, caller, key }: KeyedRequest): Place {
  return { table: 'idempotency_keys', tenantId: tenantId ?? PROVIDER_ID, rowId: `${caller} ${key}` };
}

function inProgress(): Refusal {
  return new Refusal('in-progress', 'The same request is being carried out. Ask again for its answer.', {
    retryAfterSeconds: 1,
  });
}
