import type { Histories } from '../histories.js';
import type { Violation } from './violation.js';

/** Several times what Bellhop needs for this traffic when all is well. */
const MOST_RSS_BYTES = 600 * 1024 * 1024;

/** Bellhop ends only when it is told to, and its memory stays bounded. */
export function checkProcess({ process: { rssBytes, unexpectedExits } }: Histories): readonly Violation[] {
  const peak = rssBytes.reduce((most, bytes) => Math.max(most, bytes), 0);
  return [
    ...unexpectedExits.map((at) => ({
      rule: 'Bellhop does not end by itself',
      seen: `gone at ${new Date(at).toISOString()}`,
    })),
    ...(peak <= MOST_RSS_BYTES
      ? []
      : [{ rule: "Bellhop's memory is bounded", seen: `${peak} bytes resident` }]),
  ];
}
