import type { Attempt } from '../contract.js';

/** As it is kept: what there is nothing of may be left out. */
export interface StoredAttempt {
  readonly sentAt: string;
  readonly answeredAt?: string | null;
  readonly answer?: (Pick<Answer, 'kind'> & Partial<Answer>) | null;
  readonly interrupted?: boolean;
}

type Answer = NonNullable<Attempt['answer']>;

export function toAttemptDto({ sentAt, answeredAt, answer, interrupted }: StoredAttempt): Attempt {
  const nothing = { type: null, condition: null, text: null };
  return {
    sentAt,
    answeredAt: answeredAt ?? null,
    interrupted: interrupted ?? false,
    answer: answer === null || answer === undefined ? null : { ...nothing, ...answer },
  };
}
