/** Something that is not what docs/link.md allows. `why` is for people and never quotes it at length. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly why: string;
}

/** Builds an `Unreadable`. */
export function unreadable(why: string): Unreadable {
  return { kind: 'unreadable', why };
}
