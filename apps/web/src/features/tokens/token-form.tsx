import { createProviderToken, createTenantToken } from '@bellhop/api/contract';
import type { CreateToken, MadeApiToken, Me, TokenScope } from '@bellhop/api/contract';
import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { createToken } from '../../mutations.js';
import type { Place } from '../../place.js';
import { tokensQuery } from '../../queries.js';
import { offeredScopes } from './offered-scopes.js';
import { SCOPE_WORDS } from './scope-words.js';

interface TokenFormProps {
  readonly place: Place;
  readonly me: Me;
  readonly onMade: (made: MadeApiToken) => void;
  readonly onClose: () => void;
}

/** What a token is called, what it may do, and for how long. */
export function TokenForm({ place, me, onMade, onClose }: TokenFormProps): ReactElement {
  const { form, make, send } = useTokenForm(place, onMade);
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {make.error !== null && <ProblemView error={make.error} />}
        <TextInput
          label="Name"
          description="Which program uses it"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group
          label="It may"
          description="No more than you may yourself. Choose as little as the program needs."
          {...form.getInputProps('scopes')}
        >
          <Stack gap="xs" mt="xs">
            {offeredScopes(me, place).map((scope) => (
              <Checkbox key={scope} value={scope} label={SCOPE_WORDS[scope]} description={scope} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NativeSelect label="It ends" data={LIFETIMES} {...form.getInputProps('lifetime')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const NEVER = 'never';
const LIFETIMES = [
  { value: '7', label: 'after 7 days' },
  { value: '30', label: 'after 30 days' },
  { value: '90', label: 'after 90 days' },
  { value: '365', label: 'after a year' },
  { value: NEVER, label: 'never, until it is revoked' },
];

interface TokenFields {
  readonly name: string;
  readonly scopes: TokenScope[];
  readonly lifetime: string;
}

function useTokenForm(place: Place, onMade: (made: MadeApiToken) => void) {
  const queryClient = useQueryClient();
  const { shape } = place === null ? createProviderToken : createTenantToken;
  const form = useForm<TokenFields>({
    initialValues: { name: '', scopes: [], lifetime: '90' },
    validate: {
      name: (name) => (shape.name.safeParse(name).success ? null : 'Give it a name of up to 100 characters'),
      scopes: (scopes) => (scopes.length === 0 ? 'Choose at least one' : null),
    },
  });
  const make = useMutation({
    mutationFn: (fields: TokenFields) => createToken(place, requestOf(fields)),
    onSuccess: async (made) => {
      onMade(made);
      await queryClient.invalidateQueries({ queryKey: tokensQuery(place).queryKey });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return { form, make, send: form.onSubmit((fields) => make.mutate(fields)) };
}

function requestOf({ name, scopes, lifetime }: TokenFields): CreateToken {
  return { name, scopes, expiresInDays: lifetime === NEVER ? null : Number(lifetime) };
}
