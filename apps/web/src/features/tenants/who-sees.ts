import type { PolicyDto } from '@bellhop/api/contract';

export interface Sight {
  readonly sees: boolean;
  readonly text: string;
}

/** What the app server of a device, and the push service behind it, can read under a policy. */
export function whoSees({ withBody, withSender, importantBody, notifyOn }: PolicyDto): readonly Sight[] {
  return [
    {
      sees: true,
      text: `That something ${notifyOn === 'all' ? '' : 'important '}arrived for this device, when, and at which domain.`,
    },
    {
      sees: withBody,
      text: withBody
        ? 'The text of messages that are not end-to-end encrypted.'
        : `The text of messages: never. ${placeholderText(importantBody)}`,
    },
    {
      sees: withSender,
      text: withSender ? 'Who wrote: the sender’s address, without the device.' : 'Who wrote: never.',
    },
  ];
}

function placeholderText(importantBody: string): string {
  return importantBody === '' ? 'The field stays empty.' : `They read “${importantBody}” instead.`;
}
