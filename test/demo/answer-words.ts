import type { LogPush } from '../harness/stage.js';

type Answer = NonNullable<LogPush['attempts'][number]['answer']>;

/** An app server's answer, exactly: `result`, or `error cancel/item-not-found "no such device"`. */
export function answerWords(answer: Answer | null): string {
  if (answer === null) return 'none';
  if (answer.kind === 'result') return 'result';
  const text = answer.text === null ? '' : ` "${answer.text}"`;
  return `error ${answer.type ?? '(no type)'}/${answer.condition ?? '(no condition)'}${text}`;
}
