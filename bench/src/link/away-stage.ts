import { appServerOf } from '../variants.js';
import { enableAll, openPartners } from './link-partner.js';
import type { Partner } from './link-partner.js';
import type { LoneService } from './lone-service.js';
import { MessageLoad } from './message-load.js';

/** One tenant whose users are away and have enabled push. */
export interface AwayStage {
  readonly partner: Partner;
  readonly load: MessageLoad;
}

interface AwayStageOptions {
  readonly service: LoneService;
  /** Users that enable push, `user0` and so on; messages go to them in turn unless `pickUser` says otherwise. */
  readonly users: number;
  readonly pickUser?: (number: number) => string;
  readonly onStop: (stop: () => Promise<void>) => void;
}

/** Every message makes a push, which is answered at once with a result. */
export async function openAwayStage(options: AwayStageOptions): Promise<AwayStage> {
  const { service, users, onStop } = options;
  const names = Array.from({ length: users }, (_, number) => `user${number}`);
  const pickUser = options.pickUser ?? ((number: number) => names[number % names.length] ?? '');
  const loads: MessageLoad[] = [];
  const [partner] = await openPartners({
    api: service.api,
    domains: ['tenant.example'],
    policy: { mergeWindowSeconds: 0 },
    script: {
      onPublish: ({ node }) => {
        for (const load of loads) load.published(node);
        return 'accept';
      },
    },
    onStop,
  });
  if (partner === undefined) throw new Error('there is no partner');
  await enableAll(partner, names, appServerOf);
  const load = new MessageLoad(partner, pickUser);
  loads.push(load);
  return { partner, load };
}
