import type { ReactElement } from 'react';
import { ListField } from './list-field.js';
import { SettingGroup } from './setting-group.js';
import { SETTING_NAMES } from '../../components/setting-names.js';
import type { PolicyDraft } from './use-policy-draft.js';

type ListName = 'allowedAppServers' | 'deniedAppServers';

/** Which app servers may be used. */
export function AppServerSettings({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  return (
    <SettingGroup
      title="App servers"
      about="An app names its app server when it enables push. One that may not be used is refused; registrations there stay, but get no pushes."
    >
      <List
        draft={draft}
        name="allowedAppServers"
        description="A domain stands for every address there. An empty list allows all."
      />
      <List draft={draft} name="deniedAppServers" description="Goes before the list above" />
    </SettingGroup>
  );
}

interface ListProps {
  readonly draft: PolicyDraft;
  readonly name: ListName;
  readonly description: string;
}

function List({ draft: { fields, errors, change }, name, description }: ListProps): ReactElement {
  return (
    <ListField
      label={SETTING_NAMES[name]}
      description={description}
      placeholder="push.example.org"
      entries={fields[name]}
      error={errors[name]}
      onChange={(entries) => change({ [name]: entries })}
    />
  );
}
