import { decide, type Action, type Answer, type Input } from '../../src/index.js';
import { Book } from './book.js';
import { ALICE, ChatServer, type Report, type SentStanza } from './chat-server.js';
import { Ledger, must } from './ledger.js';
import type { History, Step } from './steps.js';

const LONG_MS = 1_000_000;
const MANY = 1000;

type Change = Extract<
  Step,
  { readonly session: number; readonly node?: never; readonly place?: never }
>['does'];

/** Plays a history against the rules; throws where an invariant is broken. */
export function play({ steps, aheadMs, errorMs }: History): void {
  const world = new World(new Book(aheadMs, errorMs));
  for (const step of steps) world.take(step);
  world.end();
}

class World {
  private readonly server = new ChatServer();
  private readonly ledger = new Ledger();
  private isLinkDown = false;
  private waiting: readonly Input[] = [];
  private stanzas: readonly SentStanza[] = [];

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
  end(): void {
    this.linkUp();
    for (let rounds = 0; this.book.windows.length > 0 && rounds < 100; rounds += 1) this.pass(LONG_MS);
    this.ledger.end(this.book.windows);
    this.report(this.server.connect('nobody', null, this.book.serverTime));
    const bound = this.book.registrations.map(({ binding }) => binding?.sid);
    for (const { sid, isHeld } of this.server.live())
      must(isHeld === bound.includes(sid), 'holds agree with bindings');
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
    const { pushes } = this.book;
    const pushId = pushes[push % Math.max(1, pushes.length)]?.id ?? 'unknown';
    if (answer === 'silence') return this.decide({ kind: 'publish-timeout', pushId, at });
    this.arrive([{ kind: 'publish-reply', pushId, at, answer: answerOf(answer) }]);
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

  /** Time passes, and what waits is looked at when it is due. */
  private pass(ms: number): void {
    const until = this.book.now + ms;
    let looks = 0;
    for (let next = this.nextDue(until); next !== undefined; next = this.nextDue(until)) {
      looks += 1;
      must(looks < MANY, 'a push that waits is not put off for ever');
      this.book.now = Math.max(this.book.now, next.dueAt);
      this.decide({ kind: 'window-due', account: ALICE, pushId: next.pushId, at: this.book.now });
    }
    this.book.now = until;
  }

  private nextDue(until: number) {
    return this.book.windows
      .filter(({ dueAt }) => dueAt <= until)
      .toSorted((left, right) => left.dueAt - right.dueAt)[0];
  }

  private decide(input: Input): void {
    const facts = this.book.factsFor(input);
    this.ledger.begin(input);
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

function answerOf(answer: 'result' | 'strike' | 'item-not-found' | 'wait'): Answer {
  if (answer === 'result') return { kind: 'result' };
  const condition = answer === 'item-not-found' ? answer : 'internal-server-error';
  return { kind: 'error', type: answer === 'wait' ? 'wait' : 'cancel', condition, text: null };
}
