import type { SentMessage } from './histories.js';
import { readArchive } from './archives.js';
import type { Enabled } from './histories.js';
import { createPerson, enableEverywhere, jidOf } from './people.js';
import type { Person } from './people.js';
import type { Random } from './random.js';
import type { Scene } from './scene.js';
import { TENANTS } from './scene.js';
import { Sender } from './sender.js';

/** The accounts of a run: those that write, and those that are written to, are away, and have push. */
export class Population {
  readonly #people: Person[] = [];
  readonly #enabled: Enabled[] = [];
  readonly #senders: Sender[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly random: Random,
  ) {}

  get senders(): readonly Sender[] {
    return this.#senders;
  }

  /** Whom to write to: every account that has push. */
  get accounts(): readonly string[] {
    return this.#people.map(jidOf);
  }

  /** Every registration that a client was told it has. */
  get enabled(): readonly Enabled[] {
    return this.#enabled;
  }

  /** How many messages have been sent. */
  get sent(): number {
    return this.#senders.reduce((sum, { sent }) => sum + sent.length, 0);
  }

  /** A sender, of one tenant or the other. */
  async addSender(number: number): Promise<void> {
    const { prosody } = this.scene;
    const person = await createPerson(prosody, `sender${number}`, tenantOf(number));
    this.#senders.push(new Sender(person, prosody.clientPort, this.random));
  }

  /** An account with push at one or two app servers, however often its client has to try; gives its JID. */
  async addAccount(user: string, domain: string): Promise<string> {
    const { prosody, appServers } = this.scene;
    const chosen = this.random.shuffle(appServers.map(({ jid }) => jid)).slice(0, this.random.between(1, 2));
    const person = await createPerson(prosody, user, domain);
    this.#enabled.push(...(await enableEverywhere(person, chosen, prosody)));
    this.#people.push(person);
    return jidOf(person);
  }

  /** Everything that was sent, with what the archives of the addressees call it. */
  async messages(): Promise<readonly SentMessage[]> {
    const archives = new Map<string, ReadonlyMap<string, string>>();
    for (const person of this.#people) {
      archives.set(jidOf(person), await readArchive(person, this.scene.prosody.clientPort));
    }
    const archiveOf = (account: string, id: string) => archives.get(account)?.get(id) ?? null;
    return this.#senders.flatMap(({ sent }) =>
      sent.map((message) => ({ ...message, archive: archiveOf(message.account, message.id) })),
    );
  }
}

/** The tenants take turns. */
export function tenantOf(number: number): string {
  return TENANTS[number % TENANTS.length]?.domain ?? '';
}
