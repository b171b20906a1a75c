import { APP_SERVERS } from '../seed/seed-log.js';
import { seededUser } from '../seed/seed-registrations.js';

/** A way to search the delivery log; it is asked again and again with other values. */
export interface Search {
  readonly name: string;
  readonly query: (values: SearchValues) => Readonly<Record<string, string>>;
}

/** What one question is asked with. */
export interface SearchValues {
  readonly domain: string;
  /** Of a seeded user. */
  readonly user: number;
  readonly registrationId: string;
  /** Some instant of the log. */
  readonly instant: Date;
}

const { common, second, rare } = APP_SERVERS;
const HOUR_MS = 3_600_000;

const accountOf = ({ user, domain }: SearchValues) => `${seededUser(user)}@${domain}`;
const hourOf = ({ instant }: SearchValues) => ({
  from: instant.toISOString(),
  to: new Date(instant.getTime() + HOUR_MS).toISOString(),
});

/** Every filter of GET events: by something frequent, by something rare, and several together. */
export const SEARCHES: readonly Search[] = [
  { name: 'no filter', query: () => ({}) },
  { name: 'one hour', query: hourOf },
  { name: 'account', query: (values) => ({ account: accountOf(values) }) },
  { name: 'accounts that begin so', query: ({ user }) => ({ account: seededUser(user).slice(0, -1) }) },
  { name: 'accounts that begin so: none', query: () => ({ account: 'nobody' }) },
  { name: 'registration', query: ({ registrationId }) => ({ registrationId }) },
  { name: 'app server, common', query: () => ({ appServer: common }) },
  { name: 'app server, rare', query: () => ({ appServer: rare }) },
  { name: 'app server, unknown', query: () => ({ appServer: 'push.nobody.example' }) },
  { name: 'kind, common', query: () => ({ kind: 'offline' }) },
  { name: 'kind, rare', query: () => ({ kind: 'ping' }) },
  { name: 'outcome accepted', query: () => ({ outcome: 'accepted' }) },
  { name: 'outcome rejected', query: () => ({ outcome: 'rejected' }) },
  { name: 'outcome unknown, rare', query: () => ({ outcome: 'unknown' }) },
  { name: 'reason, common', query: () => ({ reason: 'stored-offline' }) },
  { name: 'reason, rare', query: () => ({ reason: 'call' }) },
  { name: 'reason, none', query: () => ({ reason: 'too-old' }) },
  { name: 'account + outcome', query: (values) => ({ account: accountOf(values), outcome: 'rejected' }) },
  { name: 'account + reason', query: (values) => ({ account: accountOf(values), reason: 'merged' }) },
  { name: 'account + one hour', query: (values) => ({ account: accountOf(values), ...hourOf(values) }) },
  { name: 'app server + reason', query: () => ({ appServer: second, reason: 'merged' }) },
  { name: 'app server + reason, both rare', query: () => ({ appServer: rare, reason: 'call' }) },
  { name: 'app server + outcome', query: () => ({ appServer: second, outcome: 'rejected' }) },
  { name: 'app server, rare + outcome', query: () => ({ appServer: rare, outcome: 'accepted' }) },
  { name: 'outcome, rare + app server, rare', query: () => ({ appServer: rare, outcome: 'unknown' }) },
  { name: 'kind + reason', query: () => ({ kind: 'archived', reason: 'merged' }) },
  { name: 'kind, rare + outcome', query: () => ({ kind: 'ping', outcome: 'accepted' }) },
  { name: 'kind + outcome, rare', query: () => ({ kind: 'archived', outcome: 'unknown' }) },
  { name: 'reason + one hour', query: (values) => ({ reason: 'session-active', ...hourOf(values) }) },
  { name: 'outcome + one hour', query: (values) => ({ outcome: 'rejected', ...hourOf(values) }) },
  {
    name: 'everything together',
    query: (values) => ({
      account: accountOf(values),
      appServer: common,
      kind: 'offline',
      outcome: 'accepted',
      reason: 'stored-offline',
      ...hourOf(values),
    }),
  },
];
