import { publicUrl } from '../config.js';
import type { Config } from '../config.js';

/** The address cannot be used; the message says why and what to do. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
}

/** Where people reach Bellhop with a browser. */
export class Site {
  #url: URL;

  /**
   * @throws SiteError if the address is plain http to another machine. Passwords and cookies would travel in
   * the clear, and a browser keeps no `Secure` cookie there; a warning in a log would be read by nobody.
   */
  constructor(private readonly config: Config) {
    this.#url = new URL(publicUrl(config, config.port));
    const { protocol, hostname, origin, pathname } = this.#url;
    if (pathname !== '/') throw new SiteError('BELLHOP_PUBLIC_URL: expected an address without a path');
    if (protocol === 'http:' && !isLoopback(hostname)) {
      throw new SiteError(
        `${origin} is plain http, so passwords would travel readable. Set BELLHOP_PUBLIC_URL to the https ` +
          'address of a reverse proxy in front of Bellhop, or to a loopback address such as http://localhost:8080',
      );
    }
  }

  /** Called once the port is known. */
  listensOn(port: number): void {
    this.#url = new URL(publicUrl(this.config, port));
  }

  /** Scheme, host and port, no slash at the end. */
  get origin(): string {
    return this.#url.origin;
  }

  get isSecure(): boolean {
    return this.#url.protocol === 'https:';
  }
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
