/** The instant inside a UUIDv7 (RFC 9562, 5.7); of a push, that of the event it was made for first. */
export function instantOfUuid(id: string): string {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toISOString();
}
