/** What the pages change, one request each. */
import {
  connection,
  madeApiToken,
  madeInvitation,
  me,
  member,
  person,
  recoveryCodes,
  resetLink,
  tenant,
} from '@bellhop/api/contract';
import type {
  AcceptInvitation,
  ChangeMember,
  ChangePassword,
  CreateConnection,
  CreateTenant,
  CreateToken,
  DeleteTenant,
  Invite,
  PasswordReset,
  Proof,
  SetupRequest,
  SignInRequest,
} from '@bellhop/api/contract';
import { z } from 'zod';
import { callApi } from './api.js';
import { pathOf } from './place.js';
import type { Place } from './place.js';

const anything = z.unknown();

export const setUp = (body: SetupRequest) => callApi(person, '/setup', { body });
export const signIn = (body: SignInRequest) => callApi(person, '/sign-in', { body });
export const signInWithLink = (token: string) => callApi(person, '/sign-in/link', { body: { token } });
export const signOut = () => callApi(anything, '/sign-out', { method: 'POST', body: {} });

export const acceptInvitation = (body: AcceptInvitation) =>
  callApi(person, '/invitation/acceptance', { body });
export const resetPassword = (body: PasswordReset) => callApi(anything, '/password-reset', { body });

export const prove = (body: Proof) => callApi(me, '/me/proof', { body });
export const changePassword = (body: ChangePassword) => callApi(anything, '/me/password', { body });
export const confirmSecondFactor = (code: string) =>
  callApi(recoveryCodes, '/me/second-factor/confirmation', { body: { code } });
export const removeSecondFactor = () => callApi(anything, '/me/second-factor', { method: 'DELETE' });
export const renewRecoveryCodes = () => callApi(recoveryCodes, '/me/recovery-codes', { method: 'POST' });
export const endSignIn = (signInId: string) =>
  callApi(anything, `/me/sign-ins/${signInId}`, { method: 'DELETE' });
export const endOtherSignIns = () => callApi(anything, '/me/sign-ins', { method: 'DELETE' });

export const invite = (place: Place, body: Invite) =>
  callApi(madeInvitation, `${pathOf(place)}/invitations`, { body });
export const withdrawInvitation = (place: Place, invitationId: string) =>
  callApi(anything, `${pathOf(place)}/invitations/${invitationId}`, { method: 'DELETE' });
export const changeMember = (place: Place, personId: string, body: ChangeMember) =>
  callApi(member, `${pathOf(place)}/members/${personId}`, { method: 'PATCH', body });
export const removeMember = (place: Place, personId: string) =>
  callApi(anything, `${pathOf(place)}/members/${personId}`, { method: 'DELETE' });
export const makeResetLink = (personId: string) =>
  callApi(resetLink, `/members/${personId}/reset-link`, { method: 'POST' });
export const removeSecondFactorOf = (personId: string) =>
  callApi(anything, `/members/${personId}/second-factor`, { method: 'DELETE' });
export const createToken = (place: Place, body: CreateToken) =>
  callApi(madeApiToken, `${pathOf(place)}/tokens`, { body });
export const revokeToken = (place: Place, tokenId: string) =>
  callApi(anything, `${pathOf(place)}/tokens/${tokenId}`, { method: 'DELETE' });

export const createConnection = (body: CreateConnection) => callApi(connection, '/connections', { body });
export const removeConnection = (connectionId: string) =>
  callApi(anything, `/connections/${connectionId}`, { method: 'DELETE' });

export const createTenant = (body: CreateTenant) => callApi(tenant, '/tenants', { body });
export const removeTenant = (tenantId: string, body: DeleteTenant) =>
  callApi(anything, `/tenants/${tenantId}`, { method: 'DELETE', body });
