import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const SEEN = ['Killed', 'Timeout'];
/** What no compiler would take, for instance: nothing that could have been seen. */
const INVALID = ['CompileError', 'Ignored'];

/**
 * What Stryker's results mean. `equivalent` lists what changes nothing that a case could see: `file`, `code` (the line
 * of source, trimmed), `to` (what was put there; `*`: anything) and the `reason`. Returns the counts of each file,
 * what nobody saw and nobody listed, and what is listed without need.
 */
export function judgeResults(folder, results, equivalent) {
  const used = new Set();
  const files = new Map();
  const unseen = [];
  for (const result of results.filter(({ status }) => !INVALID.includes(status))) {
    const broken = placeOf(folder, result);
    const counts = files.get(broken.file) ?? { broken: 0, seen: 0, equivalent: 0 };
    files.set(broken.file, counts);
    counts.broken += 1;
    const entry = equivalent.find((one) => isMeant(one, broken));
    if (SEEN.includes(result.status)) counts.seen += 1;
    else if (entry === undefined) unseen.push(broken);
    else {
      counts.equivalent += 1;
      used.add(entry);
    }
  }
  return { files, unseen, needless: equivalent.filter((one) => !used.has(one)) };
}

function placeOf(folder, { fileName, location, replacement }) {
  const lines = readFileSync(fileName, 'utf8').split('\n');
  return {
    file: relative(folder, fileName),
    line: location.start.line,
    code: lines[location.start.line - 1].trim(),
    to: replacement.replace(/\s+/g, ' '),
  };
}

function isMeant({ file, code, to }, broken) {
  return file === broken.file && code === broken.code && (to === '*' || to === broken.to);
}
