/** The part of ltx 3 that parse-xml.ts uses; the package ships no types. */
declare module 'ltx' {
  import type { LtxElement } from '@xmpp/component-core';

  export function parse(xml: string): LtxElement;
}
