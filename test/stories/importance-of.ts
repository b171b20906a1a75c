import type { Publish } from '../harness/app-server.js';

export type Importance = 'important' | 'unimportant';

/** What an app server can tell from a publish: an important one has something in the field for the text. */
export function importanceOf(publish: Publish): Importance {
  return publish.summary['last-message-body'] === null ? 'unimportant' : 'important';
}
