import { createHash, randomUUID } from 'node:crypto';

/** RFC 9562 6.2: the twelve bits after the time count within one millisecond, from a random start. */
const COUNTER_START = 0x400;
const COUNTER_END = 0x1000;
let lastInstantMs = -1;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562 5.7) of the given instant in ms since 1970: ids of the delivery log sort by the time of
 * their event, and the day partition a row lies in can be told from its id. Those drawn one after the other for the
 * same instant sort in that order.
 */
export function newUuidV7(instantMs: number): string {
  // Node draws the randomness for many of these at once.
  const random = randomUUID();
  const time = instantMs.toString(16).padStart(12, '0');
  const count = nextCount(instantMs, Number.parseInt(random.slice(0, 8), 16));
  const version = (0x7000 | count).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${random.slice(19)}`;
}

/**
 * The UUIDv7 that always comes of the same instant (ms since 1970), name and order; of the same instant they sort by
 * order, as long as that does not pass a multiple of 4,096.
 */
export function namedUuidV7(instantMs: number, name: string, order: number): string {
  const time = instantMs.toString(16).padStart(12, '0');
  const count = (0x7000 | (order % COUNTER_END)).toString(16);
  const hash = createHash('sha256').update(name).digest('hex');
  const variant = ((Number.parseInt(hash.slice(0, 1), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${count}-${variant}${hash.slice(1, 4)}-${hash.slice(4, 16)}`;
}

function nextCount(instantMs: number, random: number): number {
  const isNext = instantMs === lastInstantMs && counter + 1 < COUNTER_END;
  counter = isNext ? counter + 1 : random % COUNTER_START;
  lastInstantMs = instantMs;
  return counter;
}

/** The instant inside a UUIDv7, ms since 1970; null for any other text. */
export function instantOfUuidV7(id: string): number | null {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(id)) return null;
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
