import type { HostOptions } from '@bellhop/test/harness/prosody';

export const COMPONENT = 'push.provider.example';
export const APP_SERVER = 'push.app.example';

/** What makes the pushes of a virtual host. */
export type VariantKind = 'no-push' | 'cloud-notify' | 'bellhop';

export interface Variant {
  readonly kind: VariantKind;
  /** For people. */
  readonly name: string;
  readonly host: HostOptions;
}

/** The variants side by side; every run's Prosody has all of these hosts and uses one. */
export const VARIANTS: readonly Variant[] = [
  { kind: 'no-push', name: 'no push', host: { domain: 'without.example' } },
  {
    kind: 'cloud-notify',
    name: 'mod_cloud_notify',
    host: { domain: 'notify.example', cloudNotify: true },
  },
  { kind: 'bellhop', name: 'Bellhop', host: { domain: 'bellhop.example', bellhopComponent: COMPONENT } },
];

/** The order of a round: each round begins one variant further on, so that none always comes first. */
export function orderOfRound(round: number): readonly Variant[] {
  const first = round % VARIANTS.length;
  return [...VARIANTS.slice(first), ...VARIANTS.slice(0, first)];
}
