import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const IMPORT = /^(?:import|export)\b[^'"();]*?\bfrom\s*['"]([^'"]+)['"]/gm;

/** What a file imports when it is loaded, and what that imports. */
function imported(file: URL, seen = new Set<string>()): ReadonlySet<string> {
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const target = name.startsWith('.') ? new URL(name, file) : null;
    const known = target?.href ?? name;
    if (seen.has(known)) continue;
    seen.add(known);
    if (target !== null) imported(target, seen);
  }
  return seen;
}

it('load nothing but Node’s own before the npm packages are installed', () => {
  const all = [...imported(new URL('./commands.mjs', import.meta.url))];
  expect(all.length).toBeGreaterThan(15);
  expect(all.filter((name) => !name.startsWith('file:') && !name.startsWith('node:'))).toEqual([]);
});
