import { Alert, Stack, Text, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CodeBlock } from '../../components/code-block.js';
import { prosodyConfiguration } from './prosody-configuration.js';

interface ConfigurationTextProps {
  readonly component: string;
  /** null: it was shown when it was made, and cannot be shown again. */
  readonly secret: string | null;
  readonly domain?: string | undefined;
}

/** What to paste into Prosody's configuration, for a domain that can be filled in. */
export function ConfigurationText({
  component,
  secret,
  domain: known,
}: ConfigurationTextProps): ReactElement {
  const [typed, setTyped] = useState(known ?? '');
  const domain = typed.trim() === '' ? 'example.org' : typed.trim();
  const text = prosodyConfiguration({ component, secret: secret ?? 'the secret of this connection', domain });
  return (
    <Stack>
      {secret !== null && (
        <Alert variant="default" icon={<IconKey color="var(--brass)" />} title="The secret is shown only now">
          <Text size="sm">
            Copy the text before you close this. Bellhop keeps the secret encrypted and never shows it again.
          </Text>
        </Alert>
      )}
      <TextInput
        label="Domain that gets push"
        description="Only fills in the text below; use it for as many domains as you like."
        placeholder="example.org"
        value={typed}
        onChange={(change) => setTyped(change.currentTarget.value)}
      />
      <CodeBlock label="prosody.cfg.lua" text={text} copies="configuration" />
      {secret === null && (
        <Text size="sm" c="dimmed">
          The secret was shown once, when it was made. If it is lost, make a new one under “Change endpoint or
          secret”.
        </Text>
      )}
      <Text size="sm">
        Copy the folder mod_bellhop into one of Prosody's module folders first. If the VirtualHost has a list
        of modules already, add "bellhop" to that list. Then restart Prosody.
      </Text>
    </Stack>
  );
}
