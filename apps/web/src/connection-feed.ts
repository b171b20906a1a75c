/** Whether the states of connections come by themselves (features/connections/use-connection-stream.ts). */
let isOpen = false;

/** Else they have to be asked for. */
export function isConnectionFeedOpen(): boolean {
  return isOpen;
}

export function setConnectionFeed(open: boolean): void {
  isOpen = open;
}
