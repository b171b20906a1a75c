import { StringDecoder } from 'node:string_decoder';
import { Component, xml } from '@xmpp/component-core';
import type { LtxElement } from '@xmpp/component-core';

/** No stanza of a chat server comes near this: Prosody itself ends streams beyond 512 KiB. */
const MAX_STANZA_BYTES = 1_048_576;
const MAX_DEPTH = 64;

class StanzaLimitError extends Error {
  override name = 'StanzaLimitError';
}

/** A parser that refuses stanzas nested beyond any real use, before recursion over them can hurt. */
class DepthLimitedParser extends xml.Parser {
  private depth = 0;

  override onStartElement(name: string, attributes: Record<string, string>): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new StanzaLimitError('a stanza is nested too deeply');
    super.onStartElement(name, attributes);
  }

  override onEndElement(name: string): void {
    this.depth -= 1;
    super.onEndElement(name);
  }
}

/**
 * xmpp.js' component with the faults of its stream repaired: characters split over two reads, data after the
 * stream's end (upstream #860), exceptions thrown out of the parser, stanzas without bound, redirections that
 * are followed blindly.
 */
export class HardenedComponent extends Component {
  private readonly decoder = new StringDecoder('utf8');
  private bytesSinceStanza = 0;

  constructor(options: { readonly service: string; readonly domain: string }) {
    super(options);
    this.Parser = DepthLimitedParser;
  }

  override _onData(data: Buffer): void {
    if (this.parser === null) return;
    this.bytesSinceStanza += data.length;
    try {
      if (this.bytesSinceStanza > MAX_STANZA_BYTES) throw new StanzaLimitError('a stanza is too large');
      this.parser.write(this.decoder.write(data));
    } catch (error) {
      this.bytesSinceStanza = 0;
      this._onParserError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override _onElement(element: LtxElement): void {
    this.bytesSinceStanza = 0;
    super._onElement(element);
  }

  // RFC 6120 4.9.3.19. Upstream would connect to whatever host it is told, and fails where it is told none.
  override _onSeeOtherHost(error: Error): void {
    this.emit('error', error);
  }

  override _onParserError(error: Error): void {
    if (this.parser !== null) super._onParserError(error);
  }
}
