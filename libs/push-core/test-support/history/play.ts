import { decide, roomAt, type Action, type Answer, type Input } from '../../src/index.js';
import { Book } from './book.js';
import { ALICE, ChatServer, type Report, type SentStanza } from './chat-server.js';
import { Ledger } from './ledger.js';
import { must } from './must.js';
import { ANSWER_TIMEOUT_MS, type KnownPush } from './push-book.js';
import type { History, Mood, Step } from './steps.js';

const LONG_MS = 1_000_000;
const MANY = 5000;
const LONGEST_TTL_SECONDS = 7200;
/** How soon an app server answers that does. */
const ANSWER_MS = 100;

type Change = Extract<
  Step,
  { readonly session: number; readonly node?: never; readonly place?: never }
>['does'];

/** Plays a history against the rules; throws where an invariant is broken. */
export function play({ steps, aheadMs, errorMs, random, ending }: History): void {
  const world = new World(new Book(aheadMs, errorMs, random));
  for (const step of steps) world.take(step);
  world.end(ending);
}

class World {
  private readonly server = new ChatServer();
  private readonly ledger = new Ledger();
  private isLinkDown = false;
  private waiting: readonly Input[] = [];
  private stanzas: readonly SentStanza[] = [];
  private mood: Mood = 'silent';
  /** Attempts that their app server has answered by itself. */
  private readonly answered = new Set<string>();
  /** Pushes that found no room: not looked at again before there is some. */
  private readonly crowdedOut = new Set<string>();

  constructor(private readonly book: Book) {}

  take(step: Step): void {
    const { server, book } = this;
    const at = book.serverTime;
    switch (step.does) {
      case 'connect':
        return this.report(server.connect(step.resource, step.client, at));
      case 'drop':
      case 'resume':
      case 'close':
      case 'acknowledge':
      case 'owe':
      case 'lose-hold':
        return this.change(step.does, step.session, at);
      case 'enable':
        return this.enable(step, at);
      case 'disable':
        return this.decide({
          kind: 'disable',
          account: ALICE,
          sid: 's0',
          at,
          jid: step.jid,
          node: step.node,
        });
      case 'message':
        return this.report(server.deliver(this.newStanza(step.shape, step.isArchived), at));
      case 'groupchat':
        return this.report([server.report(this.newStanza(step.shape, false), 'groupchat', null, at)]);
      case 'see-again':
        return this.seeAgain(step, at);
      case 'ping': {
        const target = step.node === null ? null : { appServer: 'push.ex', node: step.node };
        return this.arrive([{ kind: 'ping', account: ALICE, at, target }]);
      }
      case 'answer':
        return this.answer(step, at);
      case 'pass':
        return this.pass(step.ms);
      case 'stand-still':
        // Bellhop is stopped: nothing that falls due is looked at.
        book.now += step.ms;
        return;
      case 'policy':
        book.policy = step.policy;
        return;
      case 'mood':
        this.mood = step.mood;
        return;
      case 'suspension':
        book.isSuspended = step.isSuspended;
        return;
      case 'ask':
        return this.ask(step, at);
      case 'crowd':
        book.pushes.crowd = step.crowd;
        return;
      case 'quota':
        return this.limit(step);
      case 'restart':
        book.pushes.restart();
        return this.ledger.restart();
      case 'link-down':
        this.isLinkDown = true;
        return;
      case 'link-up':
        return this.linkUp();
      case 'delete-account':
        return this.arrive([{ kind: 'account-deleted', account: ALICE, at }]);
    }
  }

  /** The link comes up, everything that waits gets its time, and holds agree with bindings. */
  end(ending: Mood): void {
    this.mood = ending;
    // Half an hour after half an hour shows nothing more.
    const pushTtlSeconds = Math.min(this.book.policy.pushTtlSeconds, LONGEST_TTL_SECONDS);
    this.book.policy = { ...this.book.policy, pushTtlSeconds };
    this.book.pushes.crowd = 0;
    this.book.isSuspended = false;
    this.linkUp();
    for (let rounds = 0; this.isBusy() && rounds < 100; rounds += 1) this.pass(LONG_MS);
    this.ledger.end();
    this.report(this.server.connect('nobody', null, this.book.serverTime));
    const bound = this.book.registrations.map(({ binding }) => binding?.sid);
    for (const { sid, isHeld } of this.server.live())
      must(isHeld === bound.includes(sid), 'holds agree with bindings');
  }

  private isBusy(): boolean {
    return this.book.pushes.all.some(({ state }) => state !== 'final');
  }

  private limit({ minute, day }: Extract<Step, { does: 'quota' }>): void {
    const limits = [
      ...(minute === null ? [] : [{ period: 'minute', limit: minute } as const]),
      ...(day === null ? [] : [{ period: 'day', limit: day } as const]),
    ];
    this.book.quotas = limits.map(({ period, limit }) => {
      const known = this.book.quotas.find((quota) => quota.period === period);
      return { period, startsAt: 0, pushes: 0, announced: 0, ...known, limit };
    });
  }

  private change(does: Change, index: number, at: number): void {
    const session = this.server.at(index);
    if (session === undefined) return;
    switch (does) {
      case 'drop':
        return this.report(this.server.drop(session, at));
      case 'resume':
        return this.report(this.server.resume(session, at));
      case 'close':
        return this.report(this.server.close(session, at));
      case 'acknowledge':
        return this.server.acknowledge(session);
      case 'owe':
        return this.report(this.server.owesForLong(session, at));
      case 'lose-hold':
        session.isHeld = false;
        return;
    }
  }

  private enable({ session, jid, node }: Extract<Step, { does: 'enable' }>, at: number): void {
    const found = this.server.at(session);
    if (found === undefined || found.isHibernating) return;
    const { sid, resource, client } = found;
    this.decide({ kind: 'enable', account: ALICE, sid, resource, client, at, jid, node, options: null });
  }

  /** People ask over the API: no link is needed to decide it. */
  private ask(step: Extract<Step, { does: 'ask' }>, at: number): void {
    const { registrations } = this.book;
    const found = registrations[step.registration % Math.max(1, registrations.length)];
    if (found === undefined) return;
    const about = { account: ALICE, registrationId: found.id, at };
    const original = { pushId: 'before', eventId: 'its event', importance: step.importance };
    if (step.for === 'resend') this.decide({ kind: 'resend', ...about, original });
    else this.decide({ kind: step.for, ...about });
  }

  private newStanza(shape: SentStanza['shape'], isArchived: boolean): SentStanza {
    const stanza = { number: this.stanzas.length, shape, isArchived };
    this.stanzas = [...this.stanzas, stanza];
    return stanza;
  }

  /** The newest stanza is seen at another place. */
  private seeAgain({ place, session }: Extract<Step, { does: 'see-again' }>, at: number): void {
    const stanza = this.stanzas.at(-1);
    const found = this.server.at(session);
    const isOfSession = place !== 'offline' && place !== 'archived';
    if (stanza === undefined || (isOfSession && found === undefined)) return;
    this.report([this.server.report(stanza, place, isOfSession ? (found ?? null) : null, at)]);
  }

  private answer({ push, answer }: Extract<Step, { does: 'answer' }>, at: number): void {
    const pushes = this.book.pushes.all;
    const found = pushes[push % Math.max(1, pushes.length)];
    // What is not taken over is known at once.
    if (answer === 'unsent' && found?.state !== 'in-flight') return;
    const about = { pushId: found?.id ?? 'unknown', attempt: found?.made ?? 1 };
    this.arrive([{ kind: 'publish-reply', ...about, at, answer: answerOf(answer) }]);
  }

  private linkUp(): void {
    this.isLinkDown = false;
    const inputs = this.waiting;
    this.waiting = [];
    this.arrive(inputs);
  }

  private report(reports: readonly Report[]): void {
    this.arrive(reports);
  }

  private arrive(inputs: readonly Input[]): void {
    if (this.isLinkDown) this.waiting = [...this.waiting, ...inputs];
    else for (const input of inputs) this.decide(input);
  }

  /** Time passes; app servers answer, attempts run out of time, and what waits is looked at when it is due. */
  private pass(ms: number): void {
    const until = this.book.now + ms;
    let looks = 0;
    for (let next = this.next(until); next !== undefined; next = this.next(until)) {
      looks += 1;
      must(looks < MANY, 'a push that waits is not put off for ever');
      this.book.now = Math.max(this.book.now, next.at);
      next.happen();
    }
    this.book.now = until;
  }

  private next(until: number) {
    const { pushes } = this.book;
    const comes = [
      ...pushes.inFlight.map((push) => this.endOfAttempt(push)),
      ...pushes.windows
        .filter(({ pushId }) => !this.isCrowdedOut(pushId))
        .map((window) => ({
          at: window.dueAt,
          happen: () => this.look(window.pushId),
        })),
    ];
    const first = comes.reduce<(typeof comes)[number] | undefined>(
      (soonest, one) => (soonest === undefined || one.at < soonest.at ? one : soonest),
      undefined,
    );
    return first !== undefined && first.at <= until ? first : undefined;
  }

  private endOfAttempt({ id, made, sentAt }: KnownPush) {
    const attempt = `${id} ${made}`;
    const { mood } = this;
    if (mood === 'silent' || this.answered.has(attempt)) {
      const timeOut = () => this.decide({ kind: 'publish-timeout', pushId: id, at: this.book.serverTime });
      return { at: sentAt + ANSWER_TIMEOUT_MS, happen: timeOut };
    }
    const answer = answerOf(ANSWER_OF[mood]);
    const reply = () => {
      this.answered.add(attempt);
      const at = this.book.serverTime;
      this.arrive([{ kind: 'publish-reply', pushId: id, attempt: made, at, answer }]);
    };
    return { at: sentAt + ANSWER_MS, happen: reply };
  }

  private look(pushId: string): void {
    const { now } = this.book;
    this.decide({ kind: 'window-due', account: ALICE, pushId, at: now });
    this.crowdedOut.add(pushId);
  }

  /** A gateway does not look again and again, until the push is too old. */
  private isCrowdedOut(pushId: string): boolean {
    if (!this.crowdedOut.has(pushId)) return false;
    const { pushes, now, policy } = this.book;
    const push = pushes.find(pushId);
    if (push === undefined || now - push.since > policy.pushTtlSeconds * 1000) return false;
    return roomAt(pushes.known(push.appServer), { now }) === 0;
  }

  private decide(input: Input): void {
    const facts = this.book.factsFor(input);
    this.ledger.begin(input, facts);
    const actions = decide(input, facts);
    this.ledger.check(input, facts, actions);
    this.book.apply(actions, facts);
    for (const action of actions) this.obey(action, input);
  }

  /** What the adapter does about holds. */
  private obey(action: Action, input: Input): void {
    if (action.kind === 'answer' && input.kind === 'enable') this.hold(input.sid, true);
    if (action.kind === 'answer')
      for (const { name, attributes } of action.payload)
        if (name === 'forget') this.hold(attributes['sid'] ?? '', false);
    if (action.kind === 'hold-session') this.hold(action.sid, true);
    if (action.kind === 'release-session' && action.isForgotten) this.hold(action.sid, false);
  }

  private hold(sid: string, isHeld: boolean): void {
    const session = this.server.find(sid);
    if (session !== undefined) session.isHeld = isHeld;
  }
}

const ANSWER_OF = { working: 'result', 'putting-off': 'wait', unreachable: 'unreached' } as const;

function answerOf(answer: Extract<Step, { does: 'answer' }>['answer']): Answer {
  if (answer === 'result' || answer === 'unsent') return { kind: answer };
  const type = answer === 'wait' ? 'wait' : 'cancel';
  return { kind: 'error', type, condition: CONDITIONS[answer], text: null };
}

const CONDITIONS = {
  strike: 'internal-server-error',
  'item-not-found': 'item-not-found',
  wait: 'internal-server-error',
  unreached: 'remote-server-not-found',
};
