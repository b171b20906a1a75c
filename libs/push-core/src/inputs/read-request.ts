import type { RequestInput } from '../input.js';
import { findChild, type Element } from '../wire/element.js';
import { NS } from '../wire/namespaces.js';
import { readAttributes } from './attributes.js';
import { unreadable, type Unreadable } from './unreadable.js';

/**
 * Reads the link's `<request/>` with the client's `<enable/>` or `<disable/>` inside. `domain` is the tenant
 * whose adapter passed it on. What the client wrote is checked by the rules, which answer it by name; only
 * what the adapter wrote can make the request unreadable. Never throws.
 */
export function readRequest(request: Element, domain: string): RequestInput | Unreadable {
  const read = readAttributes(request, ['user', 'sid', 'resource', 'at'], ['client']);
  if ('kind' in read) return read;
  const { user, sid, resource, client } = read;
  const sent = { account: `${user}@${domain}`, sid, at: Number(read.at) };
  const enable = findChild(request, 'enable', NS.push);
  if (enable !== undefined) {
    const options = findChild(enable, 'x', NS.dataForms) ?? null;
    return { kind: 'enable', ...sent, resource, client, ...readKey(enable), options };
  }
  const disable = findChild(request, 'disable', NS.push);
  if (disable !== undefined) return { kind: 'disable', ...sent, ...readKey(disable) };
  return unreadable('<request> without enable or disable');
}

function readKey(request: Element): { readonly jid: string | null; readonly node: string | null } {
  return { jid: request.attributes['jid'] ?? null, node: request.attributes['node'] ?? null };
}
