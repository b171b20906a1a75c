import type { HostOptions } from '@bellhop/test/harness/prosody';

export const COMPONENT = 'push.provider.example';
/** Accounts are spread over these: Bellhop waits for answers where one app server has many to give (500 at once). */
export const APP_SERVERS = [
  'push.one.example',
  'push.two.example',
  'push.three.example',
  'push.four.example',
] as const;

/** Of user number n. */
export function appServerOf(number: number): string {
  return APP_SERVERS[number % APP_SERVERS.length] ?? APP_SERVERS[0];
}

/** What makes the pushes of a virtual host. */
export type VariantKind = 'no-push' | 'cloud-notify' | 'bellhop' | 'bellhop-merging';

export interface Variant {
  readonly kind: VariantKind;
  /** For people. */
  readonly name: string;
  readonly host: HostOptions;
  /** The tenant's merge window; 0 pushes every message. Null where Bellhop does not run. */
  readonly mergeWindowSeconds: number | null;
}

const BELLHOP_HOST: HostOptions = { domain: 'bellhop.example', bellhopComponent: COMPONENT };

export const NO_PUSH: Variant = {
  kind: 'no-push',
  name: 'no push',
  host: { domain: 'without.example' },
  mergeWindowSeconds: null,
};

export const CLOUD_NOTIFY: Variant = {
  kind: 'cloud-notify',
  name: 'mod_cloud_notify',
  host: { domain: 'notify.example', cloudNotify: true },
  mergeWindowSeconds: null,
};

/** Does what mod_cloud_notify does: every message is pushed. */
export const BELLHOP: Variant = {
  kind: 'bellhop',
  name: 'Bellhop',
  host: BELLHOP_HOST,
  mergeWindowSeconds: 0,
};

/** As a tenant comes: what follows a push within five seconds is told by one more. */
export const BELLHOP_MERGING: Variant = {
  kind: 'bellhop-merging',
  name: 'Bellhop, merging',
  host: BELLHOP_HOST,
  mergeWindowSeconds: 5,
};

/** Every run's Prosody has all of these and uses one. */
export const HOSTS: readonly HostOptions[] = [NO_PUSH.host, CLOUD_NOTIFY.host, BELLHOP_HOST];

/** The order of a round: each round begins one variant further on, so that none always comes first. */
export function orderOfRound(variants: readonly Variant[], round: number): readonly Variant[] {
  const first = round % variants.length;
  return [...variants.slice(first), ...variants.slice(0, first)];
}
