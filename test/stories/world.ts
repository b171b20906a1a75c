import type { Publish } from '../harness/app-server.js';
import { parseXml } from '../harness/xml.js';
import type { PushTarget } from './device.js';
import { Device } from './device.js';
import type { Setting } from './settings.js';
import { USUAL } from './settings.js';
import type { StoryStage } from './story-stage.js';

/** Somebody in a story: a person, or one device of a person. */
export interface Party {
  readonly person: string;
  /** Null: the person as such. */
  readonly device: string | null;
}

/** What one run of one story has to do with; names are its own, so stories can run at the same time. */
export class World {
  setting: Setting = USUAL;
  /** What became of the last request that the story looks at; null: it was accepted. */
  refusal: Error | null = null;
  /** The push that was looked at last. */
  lastPush: Publish | null = null;
  readonly #devices = new Map<string, Device>();
  readonly #taken = new Set<Publish>();
  /** Decisions in the log that lines of the story have named already. */
  readonly claimed = new Set<string>();
  /** Something was stopped: pushes may have been made twice, or be forgotten by the app server. */
  isInterrupted = false;
  /** Nodes whose pushes the app server leaves without an answer. */
  readonly unanswered = new Set<string>();
  #lastId = 0;

  constructor(
    readonly stage: StoryStage,
    /** Tells this run's accounts apart from those of others: letters and digits. */
    readonly id: string,
  ) {}

  get domain(): string {
    return this.stage.domain(this.setting);
  }

  get devices(): readonly Device[] {
    return [...this.#devices.values()];
  }

  user(person: string): string {
    return `${person}-${this.id}`;
  }

  /** The bare JID of a person. */
  account(person: string): string {
    return `${this.user(person)}@${this.domain}`;
  }

  /** The device a story names; made when it is named first. A person as such has one that no push is about. */
  async device(party: Party, domain = this.domain): Promise<Device> {
    const name = party.device === null ? party.person : `${party.person}'s ${party.device}`;
    const key = `${name} at ${domain}`;
    const known = this.#devices.get(key);
    if (known) return known;
    const user = this.user(party.person);
    const password = await this.stage.chatServer.createAccount(user, domain);
    const port = this.stage.chatServer.clientPort;
    const device = new Device(name, `${user}@${domain}`, { user, domain, password, port });
    this.#devices.set(key, device);
    return device;
  }

  /** The same, connected. */
  async connected(party: Party, domain = this.domain): Promise<Device> {
    const device = await this.device(party, domain);
    if (!device.isConnected) await device.connect();
    return device;
  }

  /** For a stanza: no other of this run has it. */
  nextId(): string {
    this.#lastId += 1;
    return `${this.id}-${this.#lastId}`;
  }

  /** The next push for a registration that the story has not looked at yet. */
  async takePush(target: PushTarget, what: string): Promise<Publish> {
    const publish = await this.stage.appServer.nextPublish(
      (candidate) => isFor(candidate, target) && !this.isRepeated(candidate),
      { what },
    );
    this.#taken.add(publish);
    this.lastPush = publish;
    return publish;
  }

  /** Pushes that have arrived for a registration and that the story has not looked at. */
  unseenPushes(target: PushTarget): readonly Publish[] {
    return this.stage.appServer.publishes.filter(
      (publish) => isFor(publish, target) && !this.#taken.has(publish) && !this.isRepeated(publish),
    );
  }

  /** The push that the story has looked at last, made once more. */
  async takeLastPushAgain(): Promise<void> {
    const { lastPush } = this;
    await this.stage.appServer.nextPublish(
      (candidate) => lastPush !== null && isSamePush(candidate, lastPush) && this.isRepeated(candidate),
      { what: 'the push being made once more' },
    );
  }

  /** Whether a push had been made before: what fails in passing is tried again, and is no other push by that. */
  isRepeated(publish: Publish): boolean {
    const { publishes } = this.stage.appServer;
    return publishes.find((other) => isSamePush(other, publish)) !== publish;
  }

  async passFence(): Promise<void> {
    await this.stage.passFence(this.setting);
  }

  async end(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.end()));
  }
}

/** Bellhop's further attempts have the push's own id with their number (docs/link.md row 6). */
function isSamePush(one: Publish, other: Publish): boolean {
  const [id, otherId] = [one, other].map((publish) => publish.id.replace(/\.\d+$/, ''));
  return one.from === other.from && id === otherId;
}

/** Whether a publish is for this registration: the address it was sent to and the node. */
export function isFor(publish: Publish, { jid, contents }: PushTarget): boolean {
  if ((publish.node ?? '') !== (contents.node ?? '')) return false;
  return parseXml(publish.xml).attrs.to?.toLowerCase() === jid.toLowerCase();
}
