import type { Action } from '../action.js';
import { record } from './record.js';

/**
 * A session changed its state. A session id is never used again, so the binding of a closed session is
 * simply never seen in `live` and nothing has to be cleared.
 */
export function decideSession(): readonly Action[] {
  return [record({ reason: 'session-state' })];
}
