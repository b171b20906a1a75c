export interface DiffLine {
  readonly mark: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** How `after` differs from `before`, line by line: the longest common run of lines stays, removed come first. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const common = commonLengths(old, fresh);
  const lines: DiffLine[] = [];
  let o = 0;
  let f = 0;
  while (o < old.length || f < fresh.length) {
    if (o < old.length && f < fresh.length && old[o] === fresh[f]) {
      lines.push({ mark: 'same', text: old[o++] ?? '' });
      f += 1;
    } else if (f >= fresh.length || (o < old.length && at(common, o + 1, f) >= at(common, o, f + 1))) {
      lines.push({ mark: 'removed', text: old[o++] ?? '' });
    } else {
      lines.push({ mark: 'added', text: fresh[f++] ?? '' });
    }
  }
  return lines;
}

/** [o][f]: how many lines the rests from o and f on have in common. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array<number>(fresh.length + 1).fill(0));
  for (let o = old.length - 1; o >= 0; o -= 1) {
    for (let f = fresh.length - 1; f >= 0; f -= 1) {
      const row = lengths[o];
      if (row === undefined) continue;
      row[f] =
        old[o] === fresh[f]
          ? at(lengths, o + 1, f + 1) + 1
          : Math.max(at(lengths, o + 1, f), at(lengths, o, f + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], o: number, f: number): number {
  return lengths[o]?.[f] ?? 0;
}
