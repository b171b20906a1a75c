/** The oldest Node.js that Bellhop's dependencies run on; equal to "engines" in package.json. */
export const OLDEST_NODE = '20.19.0';

/** What to tell somebody whose Node.js is too old, or undefined when it is new enough. */
export function nodeVersionProblem(version) {
  if (compare(version, OLDEST_NODE) >= 0) return undefined;
  return `Bellhop needs Node.js ${OLDEST_NODE} or newer; this is ${version}. See https://nodejs.org/en/download`;
}

function compare(left, right) {
  const [a, b] = [left, right].map((version) => version.split('-')[0].split('.').map(Number));
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
