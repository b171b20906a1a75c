import { randomUUID } from 'node:crypto';
import type { Answer, Importance, Summary, WindowKind } from '@bellhop/push-core';

/** An app server that has not answered in this time counts as passing trouble; fpush may well take 20 s. */
export const ANSWER_TIMEOUT_MS = 60_000;

/** Names this process: an attempt of another one was interrupted when that ended. */
export const RUN = randomUUID();

/** One publish of a push, and what came back; as it is kept. */
export interface Attempt {
  readonly sentAt: string;
  readonly answeredAt: string | null;
  /** null: none came. */
  readonly answer: LoggedAnswer | null;
  /** Bellhop was restarted while it had no answer. */
  readonly interrupted?: true;
  /** Of the process that made it; only while it has no answer. */
  readonly run?: string;
}

/** The app server's exact answer; all null but `kind` where it is no error. */
export interface LoggedAnswer {
  readonly kind: Answer['kind'];
  readonly type: string | null;
  readonly condition: string | null;
  readonly text: string | null;
}

/** A push that is not over: it waits, or its newest attempt has no answer yet. Instants in ms since 1970. */
export interface OpenPush {
  readonly pushId: string;
  readonly account: string;
  readonly registrationId: string;
  readonly appServer: string;
  readonly importance: Importance;
  /** The row of the event that it was first made for. */
  readonly eventId: string;
  readonly state: 'in-flight' | WindowKind;
  readonly sid: string | null;
  /** By the chat server's clock; the others by ours. */
  readonly openedAt: number;
  readonly closesAt: number;
  /** When to make the next attempt; in flight, when its time is over. */
  readonly dueAt: number;
  readonly since: number;
  readonly attempts: readonly Attempt[];
  /** Never stored. */
  readonly summary: Summary | null;
}

/** A push whose outcome was decided while an attempt had no answer: a late one corrects it. */
export interface LatePush {
  readonly push: OpenPush;
  readonly outcome: string;
  /** Where its row lies. */
  readonly retentionDays: number;
}

/** The attempt that begins now. */
export function newAttempt(nowMs: number): Attempt {
  return { sentAt: new Date(nowMs).toISOString(), answeredAt: null, answer: null, run: RUN };
}

/** Whether the process that made the newest attempt has ended. */
export function isInterrupted(attempts: readonly Attempt[]): boolean {
  const run = attempts.at(-1)?.run;
  return run !== undefined && run !== RUN;
}

/** How an attempt ended; `answer` null: its time was over. */
export interface AttemptEnd {
  /** 1 is the first. */
  readonly attempt: number;
  readonly answer: Answer | null;
  readonly answeredAtMs: number;
}

/** The attempts with what became of one of them. */
export function withAnswer(attempts: readonly Attempt[], end: AttemptEnd): readonly Attempt[] {
  return attempts.map(({ run, ...made }, index) => {
    if (index + 1 !== end.attempt) return run === undefined ? made : { ...made, run };
    return { ...made, ...answered(attempts, end) };
  });
}

function answered(attempts: readonly Attempt[], { answer, answeredAtMs }: AttemptEnd): Partial<Attempt> {
  if (answer !== null) return { answeredAt: new Date(answeredAtMs).toISOString(), answer: toLogged(answer) };
  return isInterrupted(attempts) ? { interrupted: true } : {};
}

function toLogged(answer: Answer): LoggedAnswer {
  if (answer.kind !== 'error') return { kind: answer.kind, type: null, condition: null, text: null };
  const { kind, type, condition, text } = answer;
  return { kind, type, condition, text };
}
