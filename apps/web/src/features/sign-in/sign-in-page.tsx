import { useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { usePageTitle } from '../../components/page-title.js';
import { LinkSignIn } from './link-sign-in.js';
import { PasswordSignIn } from './password-sign-in.js';

/** With a one-time token behind the `#` it signs in by itself, else it asks for address and password. */
export function SignInPage(): ReactElement {
  usePageTitle('Sign in');
  const token = useLocation({ select: ({ hash }) => hash });
  return token === '' ? <PasswordSignIn /> : <LinkSignIn token={token} />;
}
