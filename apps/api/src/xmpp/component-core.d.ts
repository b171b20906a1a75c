/** The part of @xmpp/component-core 0.13 that connection.ts uses; the package ships no types. */
declare module '@xmpp/component-core' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  export interface LtxElement {
    readonly name: string;
    readonly attrs: Record<string, string | undefined>;
    readonly children: (LtxElement | string)[];
    is(name: string, namespace?: string): boolean;
  }

  export class Parser extends EventEmitter {
    onStartElement(name: string, attributes: Record<string, string>): void;
    onEndElement(name: string): void;
    write(text: string): void;
  }

  export class Component extends EventEmitter {
    constructor(options: { readonly service: string; readonly domain: string });
    socket: Socket | null;
    parser: Parser | null;
    Parser: typeof Parser;
    connect(service: string): Promise<void>;
    open(options: { readonly domain: string; readonly timeout?: number }): Promise<LtxElement>;
    authenticate(streamId: string, secret: string): Promise<void>;
    _onData(data: Buffer): void;
    _onElement(element: LtxElement): void;
    _onParserError(error: Error): void;
    _onSeeOtherHost(error: Error): void;
  }

  export const xml: { readonly Parser: typeof Parser };
}
