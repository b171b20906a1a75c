/** ltx ships no types; this is the part the harness uses. */
declare module 'ltx' {
  export class Element {
    constructor(name: string, attrs?: Record<string, string>);
    name: string;
    attrs: Record<string, string | undefined>;
    parent: Element | null;
    children: (Element | string)[];
    is(name: string, xmlns?: string): boolean;
    getName(): string;
    getNS(): string | undefined;
    getChild(name: string, xmlns?: string): Element | undefined;
    getChildren(name: string, xmlns?: string): Element[];
    getChildText(name: string, xmlns?: string): string | null;
    getChildElements(): Element[];
    getText(): string;
    cnode(child: Element): Element;
    t(text: string): Element;
    toString(): string;
  }
  export function parse(text: string): Element;
  export function escapeXML(text: string): string;
}

declare module 'ltx/src/parsers/ltx.js' {
  import { EventEmitter } from 'node:events';
  export default class SaxLtx extends EventEmitter {
    write(data: string): void;
  }
}
