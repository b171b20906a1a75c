import type { AuditAction, AuditEventDto } from '@bellhop/api/contract';
import { roleChange } from './role-change.js';

interface ActionWords {
  /** For the filter. */
  readonly title: string;
  /** What was done, to follow the name of who did it. */
  readonly said: (event: AuditEventDto) => string;
}

const nameOf = ({ object }: AuditEventDto) => (object.name === '' ? 'something without a name' : object.name);
const isOneself = ({ actor, object }: AuditEventDto) => object.id === null || object.id === actor.id;
const whose = (event: AuditEventDto) => (isOneself(event) ? 'their' : `${nameOf(event)}’s`);
/** Of somebody else, or of nobody who could be named. */
const ofOther = (event: AuditEventDto) =>
  isOneself(event) || event.object.name === '' || event.object.name === event.actor.name
    ? ''
    : ` (${event.object.name})`;

/** Every action of the audit log in words; a new one does not compile without its own. */
export const ACTION_WORDS: Readonly<Record<AuditAction, ActionWords>> = {
  'provider.set-up': {
    title: 'Set up Bellhop',
    said: () => 'set up Bellhop and became its first owner',
  },
  'sign-in.start': { title: 'Signed in', said: () => 'signed in' },
  'sign-in.end': { title: 'Signed out', said: () => 'signed out' },
  'sign-in.revoke': { title: 'Ended sign-ins', said: (event) => `ended a sign-in${ofOther(event)}` },
  'sign-in.prove': { title: 'Proved who they are', said: () => 'proved once more who they are' },
  'sign-in-link.make': {
    title: 'Made a sign-in link',
    said: (event) => `made a link to sign in once${ofOther(event)}`,
  },
  'password.change': { title: 'Changed a password', said: (event) => `changed ${whose(event)} password` },
  'password.reset-link': {
    title: 'Made a link for a new password',
    said: (event) => `made a link for a new password for ${nameOf(event)}`,
  },
  'password.reset': {
    title: 'Used a link for a new password',
    said: (event) => `set a new password with a link${ofOther(event)}`,
  },
  'second-factor.begin': {
    title: 'Began to set up a second factor',
    said: () => 'began to set up a second factor',
  },
  'second-factor.confirm': { title: 'Set up a second factor', said: () => 'set up a second factor' },
  'second-factor.remove': {
    title: 'Removed a second factor',
    said: (event) => `removed ${whose(event)} second factor`,
  },
  'recovery-codes.renew': { title: 'Made new recovery codes', said: () => 'made new recovery codes' },
  'invitation.make': { title: 'Invited somebody', said: (event) => `invited ${nameOf(event)}` },
  'invitation.withdraw': {
    title: 'Withdrew an invitation',
    said: (event) => `withdrew the invitation of ${nameOf(event)}`,
  },
  'invitation.accept': {
    title: 'Accepted an invitation',
    said: (event) => `accepted an invitation${ofOther(event)}`,
  },
  'member.change': {
    title: 'Changed a role',
    said: (event) => `changed the role of ${nameOf(event)}${roleChange(event)}`,
  },
  'member.remove': {
    title: 'Removed a member',
    said: (event) => `removed ${nameOf(event)} from the members`,
  },
  'token.make': { title: 'Made a token', said: (event) => `made the token “${nameOf(event)}”` },
  'token.revoke': { title: 'Revoked a token', said: (event) => `revoked the token “${nameOf(event)}”` },
  'connection.add': { title: 'Added a connection', said: (event) => `added the connection ${nameOf(event)}` },
  'connection.change': {
    title: 'Changed a connection',
    said: (event) => `changed the connection ${nameOf(event)}`,
  },
  'connection.remove': {
    title: 'Removed a connection',
    said: (event) => `removed the connection ${nameOf(event)}`,
  },
  'tenant.add': { title: 'Added a tenant', said: (event) => `added the tenant ${nameOf(event)}` },
  'tenant.change': {
    title: 'Changed how long the log is kept',
    said: (event) => `changed how long the log of ${nameOf(event)} is kept`,
  },
  'tenant.limits': { title: 'Changed limits', said: (event) => `changed the limits of ${nameOf(event)}` },
  'tenant.suspend': { title: 'Suspended a tenant', said: (event) => `suspended ${nameOf(event)}` },
  'tenant.resume': {
    title: 'Resumed a tenant',
    said: (event) => `ended the suspension of ${nameOf(event)}`,
  },
  'tenant.delete': {
    title: 'Deleted a tenant',
    said: (event) => `deleted the tenant ${nameOf(event)} with all that was kept of it`,
  },
  'policy.change': {
    title: 'Changed privacy settings',
    said: (event) => `changed the privacy settings of ${nameOf(event)}`,
  },
  'registration.remove': {
    title: 'Removed a registration',
    said: (event) => `removed a registration at ${nameOf(event)}`,
  },
  'registration.test-push': {
    title: 'Sent a test push',
    said: (event) => `sent a test push by way of ${nameOf(event)}`,
  },
  'push.resend': {
    title: 'Sent a push again',
    said: (event) => `sent a push by way of ${nameOf(event)} again`,
  },
  'addresses.reveal': {
    title: 'Had addresses shown',
    said: (event) => `had the masked addresses of ${nameOf(event)} shown`,
  },
  'addresses.mask': {
    title: 'Had addresses masked again',
    said: (event) => `had the addresses of ${nameOf(event)} masked again`,
  },
  'audit.export': { title: 'Exported an audit log', said: () => 'exported this audit log' },
};
