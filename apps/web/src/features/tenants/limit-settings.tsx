import { NumberInput, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import { DurationField } from './duration-field.js';
import { SettingGroup } from './setting-group.js';
import { SETTING_NAMES } from '../../components/setting-names.js';
import type { PolicyDraft } from './use-policy-draft.js';

/** How many registrations there may be, and what ends one. */
export function LimitSettings({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  const { fields, errors, change } = draft;
  return (
    <SettingGroup
      title="Limits"
      about="A registration that is removed comes back by itself when its app connects again."
    >
      <NumberInput
        label={SETTING_NAMES.maxDevices}
        description="Beyond it, the registration that was enabled longest ago goes"
        value={fields.maxDevices}
        error={errors.maxDevices}
        allowDecimal={false}
        onChange={(maxDevices) => change({ maxDevices })}
      />
      <NumberInput
        label={SETTING_NAMES.maxErrors}
        description="Final errors of the app server after which a registration is removed"
        value={fields.maxErrors}
        error={errors.maxErrors}
        allowDecimal={false}
        onChange={(maxErrors) => change({ maxErrors })}
      />
      <Switch
        label={SETTING_NAMES.removeOnItemNotFound}
        description="At its first answer “item-not-found” instead of a strike. Leave it off if an app server forgets its devices now and then."
        checked={fields.removeOnItemNotFound}
        onChange={(event) => change({ removeOnItemNotFound: event.currentTarget.checked })}
      />
      <DurationField
        label={SETTING_NAMES.maxHibernationSeconds}
        description="How long the chat server keeps the session of a phone that lost its connection, until it is woken for an important message"
        range="up to 7 days"
        seconds={fields.maxHibernationSeconds}
        isWrong={errors.maxHibernationSeconds !== undefined}
        onChange={(maxHibernationSeconds) => change({ maxHibernationSeconds })}
      />
    </SettingGroup>
  );
}
