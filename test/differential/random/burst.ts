import type { Publish } from '../../harness/app-server.js';
import { comparable } from '../comparable.js';
import type { Side } from '../side.js';
import type { NodeName } from './action.js';
import type { Unmatched } from './known-mistakes.js';

/** What each side published for one registration since sides were compared last. */
export interface Burst {
  readonly node: NodeName;
  readonly original: readonly string[];
  readonly second: readonly string[];
}

/** A publish as it is compared. */
export function toLine(publish: Publish, side: Side): string {
  return comparable(publish.xml, new Map([[side.domain, 'tenant.example']]));
}

export function isImportantLine(line: string): boolean {
  return line.includes('<value>New Message!</value>');
}

/** What one side has and the other has not, as often as it is missing. */
export function unmatchedOf({ node, original, second }: Burst): readonly Unmatched[] {
  const [ours, theirs] = [without(original, second), without(second, original)];
  return [
    ...ours.map((line): Unmatched => ({ side: 'original', node, ...describe(line, theirs) })),
    ...theirs.map((line): Unmatched => ({ side: 'second', node, ...describe(line, ours) })),
  ];
}

function describe(
  line: string,
  others: readonly string[],
): Pick<Unmatched, 'isImportant' | 'differsOtherwise' | 'differsInOptions'> {
  const isImportant = isImportantLine(line);
  const counterparts = others.filter((other) => isImportantLine(other) === isImportant);
  const isSame = (other: string) => withoutOptions(other) === withoutOptions(line);
  return {
    isImportant,
    differsOtherwise: counterparts.some((other) => !isSame(other)),
    differsInOptions: counterparts.some(isSame),
  };
}

function withoutOptions(line: string): string {
  return line.replace(/<publish-options>.*<\/publish-options>/, '');
}

function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return some.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
