import { Switch, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { SettingGroup } from './setting-group.js';
import { SETTING_NAMES } from '../../components/setting-names.js';
import type { PolicyDraft } from './use-policy-draft.js';

/** Privacy: what others get to see. */
export function LeavingSettings({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  const { fields, errors, change } = draft;
  return (
    <SettingGroup
      title="What may leave the server"
      about="Off is the safe choice: the device is woken and fetches the message itself."
    >
      <Switch
        label={SETTING_NAMES.withBody}
        description="Sent with each push, unless the message is end-to-end encrypted"
        checked={fields.withBody}
        onChange={(event) => change({ withBody: event.currentTarget.checked })}
      />
      <Switch
        label={SETTING_NAMES.withSender}
        description="The address of who wrote, without the device"
        checked={fields.withSender}
        onChange={(event) => change({ withSender: event.currentTarget.checked })}
      />
      <TextInput
        label={SETTING_NAMES.importantBody}
        description="Stands for the text of an important message that may not leave"
        value={fields.importantBody}
        error={errors.importantBody}
        onChange={(event) => change({ importantBody: event.currentTarget.value })}
      />
    </SettingGroup>
  );
}
