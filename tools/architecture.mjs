import { dirname, normalize } from 'node:path';

/**
 * What the linter cannot say about a source file, as sentences; empty when the file keeps the rules. Imports go one
 * way: web → api/contract, api → push-core, push-core → nothing, tests and measurements → nothing of the inside.
 */
export function architectureProblems(path, source) {
  const imports = relativeImports(path, source);
  return [
    ...imports.filter((target) => workspaceOf(target) !== workspaceOf(path)).map(leavesWorkspace),
    ...imports
      .filter((target) => !mayImport(path, target))
      .map((target) => `imports ${target}, which its layer must not know`),
    ...(isPureCore(path) && ASYNCHRONOUS.test(withoutComments(source))
      ? ['is asynchronous, and push-core is not']
      : []),
  ];
}

const ASYNCHRONOUS = /\b(async|await)\b/;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/** Where imports of a file by relative path lead, as paths of the repository. */
function relativeImports(path, source) {
  return [...withoutComments(source).matchAll(IMPORT)].map(([, target]) =>
    normalize(`${dirname(path)}/${target}`),
  );
}

function workspaceOf(path) {
  return /^(?:(?:apps|libs)\/[^/]+|[^/]+)/.exec(path)?.[0];
}

function leavesWorkspace(target) {
  return `imports ${target} past the door of its workspace`;
}

// The dashboard's layers: pages assemble features, features do not know each other, components know neither.
function mayImport(path, target) {
  const [from, to] = [featureOf(path), featureOf(target)];
  const isBelowPages = from !== undefined || path.startsWith(COMPONENTS);
  if (isBelowPages && target.startsWith(PAGES)) return false;
  return !isBelowPages || to === undefined || to === from;
}

const COMPONENTS = 'apps/web/src/components/';
const PAGES = 'apps/web/src/pages/';

function featureOf(path) {
  return /^apps\/web\/src\/features\/([^/]+)/.exec(path)?.[1];
}

function isPureCore(path) {
  return path.startsWith('libs/push-core/src/') && !path.endsWith('.test.ts');
}

function withoutComments(source) {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
