import type { Prosody } from '../harness/prosody.js';
import type { ChatServer, Side } from './story-stage.js';

export const ROOMS = 'rooms.example';

/** Prosody, as far as stories need more than XMPP from it. */
export function prosodyAsChatServer(prosody: Prosody, side: Side): ChatServer {
  const fire = async (domain: string, event: string, payload: string) => {
    const events = `prosody.hosts[${lua(domain)}].events`;
    await prosody.shell(`>${events}.fire_event(${lua(event)}, ${payload})`);
  };
  return {
    clientPort: prosody.clientPort,
    rooms: ROOMS,
    createAccount: async (user, domain) => await prosody.createAccount(user, domain),
    deleteAccount: async (user, domain) => await prosody.deleteAccount(user, domain),
    reloadPush: async (domain) =>
      await prosody.reloadModule(domain, side === 'bellhop' ? 'bellhop' : 'cloud_notify'),
    ping: async (user, domain, registration) => {
      const services = registration ? `, push_services = { ${service(registration)} }` : '';
      await fire(domain, 'cloud-notify-ping', `{ user = ${lua(user)}${services} }`);
    },
  };
}

/** As mod_cloud_notify keeps it: the key is the app server and the node. */
function service({ jid, node }: { readonly jid: string; readonly node: string }): string {
  return `[${lua(`${jid}<${node}`)}] = { jid = ${lua(jid)}, node = ${lua(node)} }`;
}

function lua(text: string): string {
  return JSON.stringify(text);
}
