import type { Health } from '@bellhop/api/contract';
import type { Attention } from '../../components/tenant-attention.js';

/** Of the delivery log as a whole: every row has to lie in the partition of its day. */
export function healthAttention({ checks }: Health): readonly Attention[] {
  const log = checks['log'];
  if (log === undefined || log === 'in order' || log === 'not known') return [];
  return [
    {
      key: 'log',
      tone: 'bad',
      word: 'Delivery log',
      text: `The delivery log ${log}. Nothing is lost, but such rows are not deleted in time.`,
      nextStep:
        'Bellhop puts them in order once a day. If it is still so tomorrow, look into its log for the reason.',
    },
  ];
}
