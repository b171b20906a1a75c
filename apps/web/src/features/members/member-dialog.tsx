import type { ReactElement } from 'react';
import type { Place } from '../../place.js';
import { ChangeRole } from './change-role.js';
import type { MemberAction } from './member-menu.js';
import { RemoveMember } from './remove-member.js';
import { RemoveSecondFactor } from './remove-second-factor.js';
import { ResetPassword } from './reset-password.js';

interface MemberDialogProps {
  readonly place: Place;
  readonly action: MemberAction;
  readonly onClose: () => void;
}

/** The dialog of whatever is being done with a member. */
export function MemberDialog({ place, action, onClose }: MemberDialogProps): ReactElement {
  switch (action.kind) {
    case 'change-role':
      return <ChangeRole place={place} member={action.member} isMe={action.isMe} onClose={onClose} />;
    case 'reset-password':
      return <ResetPassword member={action.member} onClose={onClose} />;
    case 'remove-second-factor':
      return <RemoveSecondFactor place={place} member={action.member} onClose={onClose} />;
    case 'remove':
      return <RemoveMember place={place} member={action.member} isMe={action.isMe} onClose={onClose} />;
  }
}
