/** The domain of an app server's JID, by which it is paused. */
export function appServerDomain(jid: string): string {
  return jid.replace(/^[^@/]*@/, '').replace(/\/.*$/, '');
}
