import { ActionIcon, Button, Group, NumberInput, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactElement } from 'react';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where Prosody listens for components unless told otherwise. */
export const DEFAULT_ENDPOINT: Endpoint = { host: '127.0.0.1', port: 5347 };

const MOST_ENDPOINTS = 8;

interface EndpointFieldsProps {
  readonly endpoints: readonly Endpoint[];
  /** Messages by field, "endpoints.0.host". */
  readonly errors: Readonly<Record<string, unknown>>;
  readonly onChange: (endpoints: Endpoint[]) => void;
}

/** Hosts and ports; a chat server with several nodes has one for each. */
export function EndpointFields({ endpoints, errors, onChange }: EndpointFieldsProps): ReactElement {
  const change = (index: number, part: Partial<Endpoint>) =>
    onChange(endpoints.map((endpoint, at) => (at === index ? { ...endpoint, ...part } : endpoint)));
  return (
    <Stack gap="xs">
      {endpoints.map(({ host, port }, index) => (
        <Group key={index} align="flex-start" wrap="nowrap" gap="xs">
          <TextInput
            label={index === 0 ? 'Host of the chat server' : `Host ${index + 1}`}
            style={{ flex: 1 }}
            value={host}
            error={errorText(errors[`endpoints.${index}.host`])}
            onChange={(event) => change(index, { host: event.currentTarget.value })}
          />
          <NumberInput
            label={index === 0 ? 'Component port' : `Port ${index + 1}`}
            w={130}
            hideControls
            allowDecimal={false}
            value={port}
            error={errorText(errors[`endpoints.${index}.port`])}
            onChange={(value) => change(index, { port: Number(value) })}
          />
          {endpoints.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={28}
              aria-label={`Remove endpoint ${index + 1}`}
              onClick={() => onChange(endpoints.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {endpoints.length < MOST_ENDPOINTS && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange([...endpoints, { ...DEFAULT_ENDPOINT, host: '' }])}
        >
          The chat server has another node
        </Button>
      )}
    </Stack>
  );
}

function errorText(error: unknown): string | null {
  return typeof error === 'string' ? error : null;
}
