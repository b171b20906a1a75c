import type { Action, Facts, Input, QuotaPeriod } from '../../src/index.js';
import { must, of, type Of } from './must.js';

const FAULTS_TO_PAUSE = 5;
const ATTEMPT_MS = 60_000;
const PROBE_MS = 90_000;
const MOST_IN_FLIGHT = 2000;
const PERIOD_MS = { minute: 60_000, day: 86_400_000 };
const UNREACHED: readonly string[] = ['remote-server-not-found', 'remote-server-timeout'];

interface Condition {
  faults: number;
  pausedUntil: number | null;
  pauseMs: number;
  probe: { readonly pushId: string; readonly sentAt: number } | null;
  backAt: number;
}

/** Follows what app servers can take, and what the tenant may send. By the model, not by the rules. */
export class LimitsLedger {
  private readonly appServers = new Map<string, Condition>();
  private readonly made = new Map<QuotaPeriod, { readonly startsAt: number; readonly pushes: number }>();

  check(input: Input, facts: Facts, actions: readonly Action[]): void {
    if (input.kind === 'publish-reply' || input.kind === 'publish-timeout') this.learn(input, facts, actions);
    const publishes = of(actions, 'publish');
    for (const publish of publishes) this.checkRoom(publish, publishes, facts);
    const first = publishes.filter(({ attempt }) => attempt === 1).length;
    for (const { period, limit } of facts.quotas) this.count(period, limit, first, facts.now);
  }

  restart(): void {
    for (const condition of this.appServers.values())
      Object.assign(condition, { faults: 0, probe: null, backAt: -Infinity });
  }

  private learn(
    input: Extract<Input, { readonly kind: 'publish-reply' | 'publish-timeout' }>,
    { push, now }: Facts,
    actions: readonly Action[],
  ): void {
    if (push === null) return;
    const server = this.of(push.appServer);
    const isProbe = server.probe?.pushId === push.id;
    const notices = of(actions, 'notice').map(({ reason }) => reason);
    const answer = input.kind === 'publish-reply' ? input.answer : null;
    if (answer !== null && answer.kind !== 'unsent' && !isUnreached(answer)) {
      const isBack = server.pausedUntil !== null;
      must(notices.includes('app-server-back') === isBack, 'any answer ends a pause, with one notice');
      if (isBack) Object.assign(server, { ...WORKING, backAt: now });
      server.faults = 0;
      return;
    }
    if (input.kind === 'publish-reply' && input.attempt < push.tries.made) return;
    const isLost = answer === null ? push.isInterrupted : answer.kind === 'unsent';
    const isOld = push.state !== 'in-flight' || (answer === null && now - server.backAt < ATTEMPT_MS);
    if (isProbe && isLost) server.probe = null;
    const counts = !isLost && !isOld;
    if (counts && server.pausedUntil === null) server.faults += 1;
    const isPaused = counts && server.pausedUntil === null && server.faults === FAULTS_TO_PAUSE;
    must(notices.includes('app-server-paused') === isPaused, 'five faults in a row pause, with one notice');
    if (isPaused || (counts && isProbe)) this.pause(server, now, actions);
  }

  private pause(server: Condition, now: number, actions: readonly Action[]): void {
    const until = of(actions, 'note-app-server')[0]?.appServer.pausedUntil ?? 0;
    const pauseMs = server.pausedUntil === null ? 30_000 : Math.min(server.pauseMs * 2, 600_000);
    must(Math.abs((until - now) / pauseMs - 1) <= 0.2, 'each pause is twice as long, up to 10 minutes');
    Object.assign(server, { pausedUntil: until, pauseMs, probe: null });
  }

  private checkRoom({ pushId, to }: Of<'publish'>, publishes: readonly Of<'publish'>[], facts: Facts): void {
    const together = publishes.filter((other) => other.to === to).length;
    const inFlight = facts.appServers.find(({ domain }) => domain === to)?.inFlight ?? 0;
    const server = this.of(to);
    if (server.pausedUntil === null) {
      must(inFlight + together <= MOST_IN_FLIGHT, 'never more in flight than an app server gets at once');
      return;
    }
    must(
      together === 1 && facts.now >= server.pausedUntil,
      'nothing goes to a paused app server but a probe',
    );
    const isProbed = server.probe !== null && facts.now - server.probe.sentAt < PROBE_MS;
    must(!isProbed, 'one probe at once');
    server.probe = { pushId, sentAt: facts.now };
  }

  private count(period: QuotaPeriod, limit: number, pushes: number, now: number): void {
    const startsAt = Math.floor(now / PERIOD_MS[period]) * PERIOD_MS[period];
    const known = this.made.get(period);
    const before = known?.startsAt === startsAt ? known.pushes : 0;
    must(pushes === 0 || before + pushes <= limit, 'never more pushes than the quota');
    this.made.set(period, { startsAt, pushes: before + pushes });
  }

  private of(appServer: string): Condition {
    const known = this.appServers.get(appServer) ?? { ...WORKING, backAt: -Infinity };
    this.appServers.set(appServer, known);
    return known;
  }
}

const WORKING = { faults: 0, pausedUntil: null, pauseMs: 0, probe: null };

function isUnreached(answer: { readonly condition?: string }): boolean {
  return UNREACHED.includes(answer.condition ?? '');
}
