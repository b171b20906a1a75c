import { randomBytes } from 'node:crypto';
import type { AppServerKind } from '../harness/app-server-kind.js';
import { AppServer } from '../harness/app-server.js';
import { eventually } from '../harness/eventually.js';
import type { ComponentHostOptions } from '../harness/prosody.js';

/** The name of the app server that accepts everything. */
export const PLAIN = 'plain';

/** The app servers of a chat server, by name: one that accepts everything, and one of each kind given. */
export class AppServers {
  readonly #secret = randomBytes(12).toString('hex');
  readonly #kinds: ReadonlyMap<string, AppServerKind | null>;
  readonly #connected = new Map<string, AppServer>();

  constructor(kinds: readonly AppServerKind[]) {
    this.#kinds = new Map([[PLAIN, null], ...kinds.map((kind) => [kind.name, kind] as const)]);
  }

  get names(): readonly string[] {
    return [...this.#kinds.keys()];
  }

  /** What the chat server has to let in. */
  get components(): readonly ComponentHostOptions[] {
    return this.names.map((name) => ({ jid: addressOf(name), secret: this.#secret }));
  }

  get(name: string): AppServer {
    const appServer = this.#connected.get(name);
    if (appServer === undefined) throw new Error(`there is no app server ${name}`);
    return appServer;
  }

  /** Connects all, for the first time or after a restart of the chat server; what they know of devices stays. */
  async connect(port: number): Promise<void> {
    for (const [name, kind] of this.#kinds) {
      const options = { jid: addressOf(name), secret: this.#secret, port, ...(kind && { kind }) };
      const start = async () => await AppServer.start(options);
      this.#connected.set(name, await eventually(start, { what: `${name} connecting` }));
    }
  }

  async stop(): Promise<void> {
    await Promise.allSettled([...this.#connected.values()].map((appServer) => appServer.stop()));
  }
}

function addressOf(name: string): string {
  return `${name}.app.example`;
}
