/** The parts of the XML libraries that the bare loop uses; the packages ship no types. */
declare module '@xmpp/component-core' {
  import type { EventEmitter } from 'node:events';

  class Parser extends EventEmitter {
    write(text: string): void;
  }
  export const xml: { readonly Parser: typeof Parser };
}

declare module 'ltx' {
  export function parse(xml: string): { toString(): string };
}
