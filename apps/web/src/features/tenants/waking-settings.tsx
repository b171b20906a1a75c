import { NumberInput, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import { DurationField } from './duration-field.js';
import { SettingGroup } from './setting-group.js';
import { SETTING_NAMES } from '../../components/setting-names.js';
import type { PolicyDraft } from './use-policy-draft.js';

/** How often, and until when, a phone is woken. */
export function WakingSettings({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  const { fields, errors, change } = draft;
  return (
    <SettingGroup
      title="When a phone is woken"
      about="Calls are always announced at once, whatever stands here."
    >
      <Switch
        label={SETTING_NAMES.notifyOn}
        description="Typing notices, receipts and the like wake no phone. It gets them the next time it connects."
        checked={fields.notifyOn === 'important'}
        onChange={(event) => change({ notifyOn: event.currentTarget.checked ? 'important' : 'all' })}
      />
      <NumberInput
        label={SETTING_NAMES.mergeWindowSeconds}
        description="The first message is announced at once. What follows within so many seconds shares one push at their end. 0: each message has its own."
        suffix=" s"
        value={fields.mergeWindowSeconds}
        error={errors.mergeWindowSeconds}
        allowDecimal={false}
        onChange={(mergeWindowSeconds) => change({ mergeWindowSeconds })}
      />
      <DurationField
        label={SETTING_NAMES.pushTtlSeconds}
        description="For so long a push is tried again that was not taken or could not be made. After that the message wakes nobody any more; it is not lost."
        range="from 1 minute to 7 days"
        seconds={fields.pushTtlSeconds}
        isWrong={errors.pushTtlSeconds !== undefined}
        onChange={(pushTtlSeconds) => change({ pushTtlSeconds })}
      />
    </SettingGroup>
  );
}
