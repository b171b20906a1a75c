import { PROVIDER_ROLES, TENANT_ROLES } from '@bellhop/api/contract';
import type { Role } from '@bellhop/api/contract';
import { Radio, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { ROLE_WORDS } from '../../components/role-words.js';
import type { Place } from '../../place.js';

interface RoleChoiceProps {
  readonly place: Place;
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** The roles that there are at a place, each with what it may do. */
export function RoleChoice({ place, value, onChange }: RoleChoiceProps): ReactElement {
  const roles: readonly Role[] = rolesAt(place);
  return (
    <Radio.Group
      label="Role"
      value={value}
      onChange={(chosen) => {
        const role = roles.find((one) => one === chosen);
        if (role !== undefined) onChange(role);
      }}
    >
      <Stack gap="sm" mt="xs">
        {roles.map((role) => (
          <Radio
            key={role}
            value={role}
            label={ROLE_WORDS[role].name}
            description={ROLE_WORDS[role].meaning}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

/** Of the provider, or of a tenant; the strongest first. */
function rolesAt(place: Place): readonly Role[] {
  return place === null ? PROVIDER_ROLES : TENANT_ROLES;
}
