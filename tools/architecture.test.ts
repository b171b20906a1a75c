import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  readdirSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { architectureProblems } from './architecture.mjs';
import { inRepository, program } from './repository.mjs';

const folder = mkdtempSync(join(tmpdir(), 'bellhop-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CORE = 'libs/push-core/src/rules/planted.ts';
const WEB = 'apps/web/src/features/tenants/planted.ts';
const API = 'apps/api/src/tenants/planted.ts';
const CONTRACT = 'apps/api/src/contract.ts';

describe('the linter refuses', () => {
  it.each([
    [CORE, `import { readFile } from 'node:fs'; readFile;`, 'no-restricted-imports'],
    [CORE, `import { z } from 'zod'; z;`, 'no-restricted-imports'],
    [CORE, `export const now = () => Date.now();`, 'no-restricted-globals'],
    [CORE, `export const now = () => new Date();`, 'no-restricted-globals'],
    [CORE, `export const now = () => performance.now();`, 'no-restricted-globals'],
    [CORE, `export const id = () => crypto.randomUUID();`, 'no-restricted-globals'],
    [CORE, `export const level = () => process.env;`, 'no-restricted-globals'],
    [CORE, `export const all = () => globalThis;`, 'no-restricted-globals'],
    [CORE, `export const later = (work: () => void) => setTimeout(work, 1);`, 'no-restricted-globals'],
    [CORE, `export const done = () => Promise.resolve();`, 'no-restricted-globals'],
    [CORE, `export const say = () => console.log('x');`, 'no-console'],
    [CORE, `export const dice = () => Math.random();`, 'no-restricted-properties'],
    [WEB, `import { decide } from '@bellhop/push-core'; decide;`, 'no-restricted-imports'],
    [WEB, `import { Gateway } from '@bellhop/api'; Gateway;`, 'no-restricted-imports'],
    [WEB, `import { Gateway } from '@bellhop/api/gateway'; Gateway;`, 'no-restricted-imports'],
    [WEB, `import { phone } from '@bellhop/test/harness/phone'; phone;`, 'no-restricted-imports'],
    [WEB, `import { join } from 'node:path'; join;`, 'no-restricted-imports'],
    [API, `import { page } from '@bellhop/web'; page;`, 'no-restricted-imports'],
    [API, `import { phone } from '@bellhop/test/harness/phone'; phone;`, 'no-restricted-imports'],
    [CONTRACT, `import { Pool } from 'pg'; Pool;`, 'no-restricted-imports'],
    [CONTRACT, `import { Config } from './config.js'; Config;`, 'no-restricted-imports'],
    ['test/planted.test.ts', `import { decide } from '@bellhop/push-core'; decide;`, 'no-restricted-imports'],
    [
      'test/planted.test.ts',
      `import { tenant } from '@bellhop/api/contract'; tenant;`,
      'no-restricted-imports',
    ],
    ['bench/src/planted.ts', `import { decide } from '@bellhop/push-core'; decide;`, 'no-restricted-imports'],
    ['apps/api/src/planted.ts', `import './planted.js';`, 'no-cycle'],
  ])('%s: %s', (path, source, rule) => {
    expect(lint(path, source)).toContain(`(${rule})`);
  });

  it('a promise that nobody waits for', () => {
    const options = { compilerOptions: { strict: true, module: 'NodeNext', target: 'ES2023', types: [] } };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const source = `declare const save: () => Promise<void>;\nexport const run = () => { save(); };`;
    expect(lint(API, source, '--type-aware')).toContain('(no-floating-promises)');
  });
});

describe('the linter allows', () => {
  it.each([
    [CORE, `import { isImportant } from './importance.js';\nexport const x = isImportant;`],
    [CORE, `import { child } from '../wire/element.js';\nexport const x = child;`],
    [CORE.replace('.ts', '.test.ts'), `import { parse } from 'ltx';\nexport const x = [parse, new Date()];`],
    [WEB, `import { tenant } from '@bellhop/api/contract';\nexport const x = tenant;`],
    [API, `import { decide } from '@bellhop/push-core';\nexport const x = decide;`],
    [
      CONTRACT,
      `import { REASONS } from '@bellhop/push-core';\nimport { z } from 'zod';\nexport const x = [REASONS, z];`,
    ],
    ['bench/src/planted.ts', `import { phone } from '@bellhop/test/harness/phone';\nexport const x = phone;`],
  ])('%s: %s', (path, source) => {
    expect(lint(path, source)).toBe('');
  });
});

describe('beside the linter', () => {
  it.each([
    [CORE, `export async function decide() {}`],
    [CORE, `import { gateway } from '../../../../apps/api/src/xmpp/gateway.js';`],
    [WEB, `import { page } from '../overview/page.js';`],
    [WEB, `import { page } from '../../pages/page.js';`],
    [WEB, `const page = () => import('../overview/page.js');`],
    [WEB, `import { tenant } from '../../../../api/src/contract.js';`],
    ['apps/web/src/components/planted.tsx', `import { page } from '../features/overview/page.js';`],
    ['test/planted.test.ts', `export { decide } from '../libs/push-core/src/decide.js';`],
    ['bench/src/planted.ts', `import { phone } from '../../test/harness/phone.js';`],
  ])('refuses in %s: %s', (path, source) => {
    expect(architectureProblems(path, source)).toHaveLength(1);
  });

  it.each([
    [CORE, `// an async caller may await this\nimport { child } from '../wire/element.js';`],
    [WEB, `import { badge } from '../../components/badge.js';\nimport { row } from './row.js';`],
    ['apps/web/src/pages/page.tsx', `import { list } from '../features/overview/list.js';`],
  ])('allows in %s: %s', (path, source) => {
    expect(architectureProblems(path, source)).toEqual([]);
  });

  it('finds nothing in the sources', () => {
    const problems = sources().flatMap((path) =>
      architectureProblems(path, readFileSync(inRepository(path), 'utf8')).map(
        (problem) => `${path} ${problem}`,
      ),
    );
    expect(problems).toEqual([]);
  });
});

/** What the linter says, under the repository's configuration, about a file that is only there. */
function lint(path: string, source: string, ...options: string[]): string {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  copyFileSync(inRepository('.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  writeFileSync(join(folder, path), source);
  const { stdout } = spawnSync(program('oxlint'), [...options, '--format', 'unix', path], {
    cwd: folder,
    encoding: 'utf8',
  });
  rmSync(join(folder, path));
  return stdout.trim();
}

function sources(): string[] {
  const files = ['libs', 'apps', 'test', 'bench'].flatMap((name) =>
    readdirSync(inRepository(name), { recursive: true, encoding: 'utf8' }).map((path) => join(name, path)),
  );
  return files.filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist|dist-types)\//.test(path));
}
