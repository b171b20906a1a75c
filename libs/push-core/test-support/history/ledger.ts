import type {
  Action,
  Decision,
  Facts,
  Importance,
  Input,
  Reason,
  Registration,
  Window,
} from '../../src/index.js';
import { LimitsLedger } from './limits-ledger.js';
import { must, of } from './must.js';
import { isPassing } from './passing.js';
import { PushLives } from './push-lives.js';

/** Keeps account of every push, and says where a rule of docs/protocol.md, "Invariants", was broken. */
export class Ledger {
  /** What may be pushed to: enabled, and neither disabled nor removed since. By the model, not by the rules. */
  private readonly enabled = new Map<string, string>();
  private readonly pushes = new PushLives();
  private readonly limits = new LimitsLedger();
  private readonly told = new Map<string, { readonly pushId: string; readonly now: number }>();
  private readonly strikes = new Map<string, number>();
  private readonly ofHibernations = new Map<string, string>();

  /** Before the rules decide: what must not be pushed to any more whatever they say. */
  begin(input: Input, { isSuspended }: Facts): void {
    if (input.kind === 'account-deleted') this.enabled.clear();
    if (input.kind === 'removal') this.enabled.delete(input.registrationId);
    if (input.kind !== 'disable' || isSuspended) return;
    for (const [id, key] of this.enabled) {
      const [jid, node] = key.split(' ');
      if (jid === input.jid && (input.node === null || input.node === node)) this.enabled.delete(id);
    }
  }

  /** After they decided, with what was known before. */
  check(input: Input, facts: Facts, actions: readonly Action[]): void {
    this.followRegistrations(actions);
    this.checkCap(input, facts, actions);
    this.checkStrikes(input, facts, actions);
    this.checkWindows(facts, actions);
    if (facts.isSuspended) this.checkSuspended(input, actions);
    this.pushes.follow(input, facts, actions);
    this.limits.check(input, facts, actions);
    this.checkRecord(input, facts, actions);
    this.checkComeback(input, facts, actions);
    if (input.kind === 'stanza') this.checkStanza(input, facts, actions);
    if (input.kind === 'window-due') this.checkDue(input, facts, actions);
  }

  /** Bellhop ends and begins again. */
  restart(): void {
    this.limits.restart();
  }

  /** When everything that waits has had its time. */
  end(): void {
    this.pushes.atEnd();
  }

  private followRegistrations(actions: readonly Action[]): void {
    for (const { registration } of of(actions, 'save-registration'))
      this.enabled.set(registration.id, `${registration.appServer} ${registration.node}`);
    for (const { registrationId } of of(actions, 'remove-registration')) {
      this.enabled.delete(registrationId);
      this.strikes.delete(registrationId);
    }
  }

  private checkCap(input: Input, { policy }: Facts, actions: readonly Action[]): void {
    if (input.kind === 'enable' && of(actions, 'answer').length > 0)
      must(this.enabled.size <= policy.maxDevices, 'never more registrations than the cap');
  }

  private checkStrikes(input: Input, { push, policy }: Facts, actions: readonly Action[]): void {
    for (const { registration } of of(actions, 'save-registration')) this.strikes.set(registration.id, 0);
    if (input.kind !== 'publish-reply' || push === null) return;
    const { registrationId } = push;
    if (!this.enabled.has(registrationId)) return;
    const { answer } = input;
    const isStrike = answer.kind === 'error' && !isPassing(answer);
    const before = this.strikes.get(registrationId) ?? 0;
    const after = answer.kind === 'result' ? 0 : before + (isStrike ? 1 : 0);
    this.strikes.set(registrationId, after);
    must(!isStrike || after < policy.maxErrors, 'counters never pass the limit');
    const counted = of(actions, 'count-strikes').map(({ strikes }) => strikes);
    must(after === before || counted[0] === after, 'every final error in a row counts once');
  }

  private checkWindows(facts: Facts, actions: readonly Action[]): void {
    for (const { registrationId, node, to } of of(actions, 'publish'))
      must(
        this.enabled.get(registrationId) === `${to} ${node}`,
        'no push after disable, removal or eviction',
      );
    for (const { window } of of(actions, 'open-window')) {
      must(this.enabled.has(window.registrationId), 'nothing waits for what is not enabled');
      must(window.dueAt - facts.now <= longestWait(window, facts), 'no push waits longer than its window');
    }
  }

  /** Nothing leaves, nothing is lost, and nobody waits for what is not sent. */
  private checkSuspended(input: Input, actions: readonly Action[]): void {
    const sent = [...of(actions, 'publish'), ...of(actions, 'open-window'), ...of(actions, 'hold-session')];
    must(sent.length === 0, 'nothing is sent, waits or is held for a suspended tenant');
    must(of(actions, 'answer').length === 0, 'a client of a suspended tenant is told to wait');
    const mayRemove = MAY_REMOVE.includes(input.kind);
    must(mayRemove || of(actions, 'remove-registration').length === 0, 'a suspension costs no registration');
    const held = 'live' in input && input.kind === 'stanza' ? input.live.filter(({ isHeld }) => isHeld) : [];
    const released = of(actions, 'release-session').filter(({ isForgotten }) => isForgotten);
    must(
      held.every(({ sid }) => released.some((order) => order.sid === sid)),
      'a suspended tenant holds no session',
    );
  }

  private checkRecord(input: Input, facts: Facts, actions: readonly Action[]): void {
    const records = of(actions, 'record');
    const decisions = records.flatMap((record) => record.decisions);
    for (const decision of decisions) this.checkPushId(decision);
    const isRequest = input.kind === 'enable' || input.kind === 'disable';
    const answers = of(actions, 'answer').length + of(actions, 'refuse').length;
    must(answers === (isRequest ? 1 : 0), 'a request has one answer');
    if (!['publish-reply', 'publish-timeout', 'window-due'].includes(input.kind))
      must(records.length === 1, 'every event ends in a record');
    if (input.kind !== 'stanza' && input.kind !== 'ping') return;
    const about = decisions.filter(({ reason }) => reason !== 'came-back');
    must(
      facts.registrations.length === about.length &&
        facts.registrations.every(({ id }) => about.some(({ registrationId }) => registrationId === id)),
      'every event has a decision for each registration',
    );
  }

  private checkPushId({ pushId, reason }: Decision): void {
    if (pushId === null) return;
    must(
      GIVEN_UP.includes(reason) ? this.pushes.isGivenUp(pushId) : this.pushes.tells(pushId),
      'a push that a decision names was made, waits, or is recorded as given up',
    );
  }

  /** Nothing goes on waiting for a device that is there again. */
  private checkComeback(input: Input, { windows, registrations }: Facts, actions: readonly Action[]): void {
    const closed = of(actions, 'close-window').map(({ pushId }) => pushId);
    const back = (window: Window) => {
      if (input.kind === 'session' && input.state === 'resumed')
        return window.sid === input.sid || boundTo(input.sid, registrations).includes(window.registrationId);
      return [
        ...of(actions, 'bind').map(({ registrationId }) => registrationId),
        ...savedIds(actions),
      ].includes(window.registrationId);
    };
    must(
      windows.filter(back).every(({ pushId }) => closed.includes(pushId)),
      'nothing goes on waiting for a device that came back',
    );
  }

  private checkStanza(
    input: Extract<Input, { readonly kind: 'stanza' }>,
    facts: Facts,
    actions: readonly Action[],
  ): void {
    const importance = of(actions, 'record')[0]?.importance ?? 'unimportant';
    const isCall = input.skeleton.children.some(({ name }) => name === 'propose');
    const decisions = of(actions, 'record').flatMap((record) => record.decisions);
    for (const decision of decisions.filter(({ reason }) => reason !== 'came-back')) {
      const registration = facts.registrations.find(({ id }) => id === decision.registrationId);
      if (registration === undefined) throw new Error('a decision is about a registration of the account');
      if (decision.pushId === null) {
        must(
          importance === 'unimportant' || SILENT.includes(decision.reason),
          'no important stanza is passed over',
        );
        continue;
      }
      const isNew = [
        ...of(actions, 'publish'),
        ...of(actions, 'open-window').map(({ window }) => window),
      ].some(({ pushId }) => pushId === decision.pushId);
      if (isCall && isNew && !input.sid && facts.serverNow - input.at <= 60_000)
        must(of(actions, 'open-window').every(isForRoom), 'a call waits for nothing but room');
      if (!isCall || input.source !== 'archived')
        must(!isThere(registration, input), 'no push for a device that is held, awake and owes nothing');
      this.checkTold(input, decision, importance, facts.now);
      if (isNew && input.source === 'hibernation' && !isCall)
        this.checkHibernation(input, decision, importance);
    }
  }

  private checkTold(
    { ref }: { readonly ref: string },
    { registrationId, pushId }: Decision,
    importance: Importance,
    now: number,
  ): void {
    const key = `${registrationId} ${ref} ${importance}`;
    const before = this.told.get(key);
    const stands =
      before !== undefined && !this.pushes.isGivenUp(before.pushId) && now - before.now < 600_000;
    must(!stands || before.pushId === pushId, 'at most one push for a stanza, registration and class');
    if (!stands && pushId !== null) this.told.set(key, { pushId, now });
  }

  private checkHibernation(
    { sid, at }: { readonly sid: string | null; readonly at: number },
    { registrationId, pushId }: Decision,
    importance: Importance,
  ): void {
    const key = `${registrationId} ${sid} ${at} ${importance}`;
    const before = this.ofHibernations.get(key);
    must(
      before === undefined || this.pushes.isGivenUp(before),
      'at most one push of each class for a hibernation',
    );
    if (pushId !== null) this.ofHibernations.set(key, pushId);
  }

  private checkDue({ pushId }: { readonly pushId: string }, facts: Facts, actions: readonly Action[]): void {
    const window = facts.windows.find((one) => one.pushId === pushId);
    if (window === undefined) return;
    const isAbout = (one: { readonly pushId: string }) => one.pushId === pushId;
    const done = [
      ...of(actions, 'publish').filter(isAbout),
      ...of(actions, 'close-window').filter(isAbout),
      ...of(actions, 'postpone-window').filter(isAbout),
      ...of(actions, 'open-window').filter(isForRoom),
    ];
    must(done.length === 1, 'a due push is made, given up, or put off');
    const isInTime = facts.now - window.tries.since <= facts.policy.pushTtlSeconds * 1000;
    const reasons = of(actions, 'record').flatMap(({ decisions }) => decisions.map(({ reason }) => reason));
    must(!isInTime || !reasons.includes('expired'), 'no push expires that is looked at in time');
  }
}

const GIVEN_UP: readonly Reason[] = [
  'came-back',
  'expired',
  'app-server-not-allowed',
  'unimportant',
  'quota',
  'tenant-suspended',
];

/** While the tenant is suspended. */
const MAY_REMOVE: readonly Input['kind'][] = ['publish-reply', 'account-deleted', 'removal'];

/** Why an important stanza may lead to no push. */
const SILENT: readonly Reason[] = [
  'enabled-later',
  'session-active',
  'session-hibernating',
  'other-session',
  'older-binding',
  'app-server-not-allowed',
  'too-old',
  'type-never-pushed',
  'quota',
  'tenant-suspended',
];

function savedIds(actions: readonly Action[]): readonly string[] {
  return of(actions, 'save-registration').map(({ registration }) => registration.id);
}

function boundTo(sid: string, registrations: readonly Registration[]): readonly string[] {
  return registrations.filter(({ binding }) => binding?.sid === sid).map(({ id }) => id);
}

function longestWait({ kind }: Window, { policy }: Facts): number {
  const longest = { batch: 1000, merge: policy.mergeWindowSeconds * 1000, backlog: 3000 };
  return { ...longest, 'app-server': 720_000, retry: 2_160_000, asked: 0 }[kind];
}

function isForRoom({ window }: { readonly window: Window }): boolean {
  return window.kind === 'app-server';
}

/** The stanza reached the device, as far as its session tells. */
function isThere(
  { binding }: Registration,
  { source, live, sid }: Extract<Input, { readonly kind: 'stanza' }>,
): boolean {
  if (source === 'offline' || source === 'groupchat') return false;
  if (sid !== null) return binding?.sid !== sid;
  return live.some((session) => session.sid === binding?.sid && session.isHeld);
}
