/** SQL for the instant inside a UUIDv7 given as text: its first 48 bits, in ms since 1970. */
export function instantOf(uuid: string): string {
  return `to_timestamp(('x0000' || translate(left(${uuid}, 13), '-', ''))::bit(64)::bigint / 1000.0)`;
}
