export type { Action, Decision, Importance, PushEnd } from './action.js';
export { decide } from './decide.js';
export { DEFAULT_POLICY, WINDOW_KINDS } from './facts.js';
export type {
  AppServer,
  Binding,
  Facts,
  LastPush,
  Mark,
  PendingPush,
  Policy,
  Quota,
  Registration,
  Tries,
  Window,
  WindowKind,
} from './facts.js';
export { STANZA_SOURCES } from './input.js';
export type * from './input.js';
export { END_REASONS, OUTCOMES, QUOTA_PERIODS, REASONS, REMOVAL_REASONS } from './reason.js';
export type { EndReason, Outcome, QuotaPeriod, Reason, RemovalReason } from './reason.js';
export { readEvent } from './inputs/read-event.js';
export { readRequest } from './inputs/read-request.js';
export type { Unreadable } from './inputs/unreadable.js';
export { appServerDomain } from './rules/app-server-lists.js';
export { isBacklog } from './rules/backlog.js';
export { roomAt } from './rules/breaker.js';
export { isImportant } from './rules/importance.js';
export { summarize } from './rules/summary.js';
export { childElements, element, findChild, textOf } from './wire/element.js';
export type { Element } from './wire/element.js';
export { jidText, readJid } from './wire/jid.js';
export { NS } from './wire/namespaces.js';
export { publishPayload } from './wire/publish-payload.js';
export type { Summary } from './wire/publish-payload.js';
export { serialize } from './wire/serialize.js';
export type { Skeleton } from './wire/skeleton.js';
export type { StanzaError } from './wire/stanza-error.js';
