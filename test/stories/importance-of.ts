import type { Publish } from '../harness/app-server.js';
import type { Importance } from './delivery-log.js';

/** What an app server can tell from a publish: an important one has something in the field for the text. */
export function importanceOf(publish: Publish): Importance {
  return publish.summary['last-message-body'] === null ? 'unimportant' : 'important';
}
