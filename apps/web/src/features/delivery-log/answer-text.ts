import type { Attempt } from '@bellhop/api/contract';

type Answer = NonNullable<Attempt['answer']>;

/** The app server's answer as XMPP writes it, without the addresses around it. */
export function answerText({ kind, type, condition, text }: Answer): string {
  if (kind === 'result') return "<iq type='result'/>";
  const inside = `<${condition ?? 'undefined-condition'}/>${text === null ? '' : `<text>${escaped(text)}</text>`}`;
  return `<error type='${type ?? 'cancel'}'>${inside}</error>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
