import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/**
 * A road between two programs on loopback that can be cut. Listens on a port of its own from `start` on.
 */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #state: 'open' | 'cut' | 'half-open' = 'open';

  private constructor(private readonly targetPort: number) {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Leads to a port on loopback, whether or not somebody listens there already. */
  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** Where to connect instead of to the target. */
  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return address.port;
  }

  /** Ends every connection without a word and takes no new one. */
  cut(): void {
    this.#state = 'cut';
    this.#endAll();
  }

  /** From here on whatever is sent disappears, and nobody is told. */
  swallow(): void {
    this.#state = 'half-open';
  }

  /** Takes connections again. Those that lost bytes are ended. */
  heal(): void {
    if (this.#state === 'half-open') this.#endAll();
    this.#state = 'open';
  }

  async stop(): Promise<void> {
    this.#endAll();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(near: Socket): void {
    if (this.#state === 'cut') return void near.destroy();
    const far = connect({ host: '127.0.0.1', port: this.targetPort });
    this.#join(near, far);
    this.#join(far, near);
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('data', (bytes) => {
      if (this.#state === 'half-open' || to.destroyed || to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
    // A reset on one side is told to the other by `close`.
    from.on('error', () => undefined);
    from.once('end', () => to.end());
    from.once('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  #endAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
