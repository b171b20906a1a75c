/** A browser's User-Agent in a few words, "Firefox on Linux"; an unknown one as its first word says. */
export function agentText(agent: string): string {
  const browser = firstOf(BROWSERS, agent);
  const system = firstOf(SYSTEMS, agent);
  if (browser === undefined) return /^[\w.-]+/.exec(agent)?.[0] ?? 'Unknown browser';
  return system === undefined ? browser : `${browser} on ${system}`;
}

// The first that matches: browsers name those that they want to be taken for, too.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

function firstOf(words: readonly (readonly [RegExp, string])[], agent: string): string | undefined {
  return words.find(([pattern]) => pattern.test(agent))?.[1];
}
