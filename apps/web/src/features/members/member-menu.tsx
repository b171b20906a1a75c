import type { Member } from '@bellhop/api/contract';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconKey, IconShieldOff, IconUserEdit, IconUserMinus } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { usePermissions } from '../../components/use-permissions.js';

/** What somebody is about to do with a member. */
export interface MemberAction {
  readonly kind: 'change-role' | 'reset-password' | 'remove-second-factor' | 'remove';
  readonly member: Member;
  /** It is about themselves. */
  readonly isMe: boolean;
}

interface MemberMenuProps {
  readonly member: Member;
  readonly isMe: boolean;
  readonly onAction: (action: MemberAction) => void;
}

/** What can be done with a member. */
export function MemberMenu({ member, isMe, onAction }: MemberMenuProps): ReactElement {
  const may = usePermissions();
  const mayHelp = !isMe && may(null, 'people.manage');
  const choose = (kind: MemberAction['kind']) => onAction({ kind, member, isMe });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${member.email}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserEdit size={16} />} onClick={() => choose('change-role')}>
          Change the role
        </Menu.Item>
        {mayHelp && (
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => choose('reset-password')}>
            Link to a new password
          </Menu.Item>
        )}
        {mayHelp && member.usesSecondFactor && (
          <Menu.Item leftSection={<IconShieldOff size={16} />} onClick={() => choose('remove-second-factor')}>
            Remove the second factor
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserMinus size={16} />} c="var(--bad)" onClick={() => choose('remove')}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
