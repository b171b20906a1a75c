/** Somebody with an account and the devices that have enabled push for it. */
export interface Person {
  readonly user: string;
  readonly domain: string;
  /** The node that each device got from the app server. */
  readonly nodes: readonly string[];
}

export const SUNNY = 'sunny.example';
export const HARBOUR = 'harbour.example';
export const DOMAINS: readonly string[] = [SUNNY, HARBOUR];

export const MIA = person('mia', SUNNY, 'mia-phone');
export const NOAH = person('noah', SUNNY, 'noah-phone', 'noah-tablet');
export const IDA = person('ida', SUNNY, 'ida-phone');
export const LENA = person('lena', HARBOUR, 'lena-phone');
export const EMIL = person('emil', HARBOUR, 'emil-phone');
/** His phone was reset: the app server no longer knows its node. */
export const OMAR = person('omar', HARBOUR, 'omar-old-phone');

export const PEOPLE: readonly Person[] = [MIA, NOAH, IDA, LENA, EMIL, OMAR];

/** Who writes to the people of a domain. */
export const WRITERS: Readonly<Record<string, string>> = { [SUNNY]: 'sam', [HARBOUR]: 'ria' };

export function accountOf({ user, domain }: Person): string {
  return `${user}@${domain}`;
}

function person(user: string, domain: string, ...nodes: readonly string[]): Person {
  return { user, domain, nodes };
}
