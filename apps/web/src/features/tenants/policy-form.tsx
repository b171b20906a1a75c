import { Divider, NumberInput, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import type { PolicyDraft } from './use-policy-draft.js';

/** The switches and fields of a policy. */
export function PolicyForm({ draft }: { readonly draft: PolicyDraft }): ReactElement {
  const { fields, errors, change } = draft;
  return (
    <Card>
      <Stack gap="lg">
        <div>
          <Title order={2}>What may leave the server</Title>
          <Text size="sm" c="dimmed">
            Off is the safe choice: the device is woken and fetches the message itself.
          </Text>
        </div>
        <Switch
          label="Text of the message"
          description="Sent with each push, unless the message is end-to-end encrypted"
          checked={fields.withBody}
          onChange={(event) => change({ withBody: event.currentTarget.checked })}
        />
        <Switch
          label="Sender"
          description="The address of who wrote, without the device"
          checked={fields.withSender}
          onChange={(event) => change({ withSender: event.currentTarget.checked })}
        />
        <TextInput
          label="Placeholder text"
          description="Stands for the text of an important message that may not leave"
          value={fields.importantBody}
          error={errors['importantBody']}
          onChange={(event) => change({ importantBody: event.currentTarget.value })}
        />
        <Divider />
        <Title order={2}>Limits</Title>
        <NumberInput
          label="Devices per account"
          description="Beyond it, the registration that was enabled longest ago goes"
          value={fields.maxDevices}
          error={errors['maxDevices']}
          allowDecimal={false}
          onChange={(maxDevices) => change({ maxDevices })}
        />
        <NumberInput
          label="Strikes in a row"
          description="Final errors of the app server after which a registration is removed"
          value={fields.maxErrors}
          error={errors['maxErrors']}
          allowDecimal={false}
          onChange={(maxErrors) => change({ maxErrors })}
        />
      </Stack>
    </Card>
  );
}
