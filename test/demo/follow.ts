import type { LogEvent, Stage } from '../harness/stage.js';

/** Ids of the messages that the delivery log tells of so far. */
export async function knownMessages(stage: Stage, account: string): Promise<ReadonlySet<string>> {
  return new Set((await stage.eventsOf(account)).filter(isMessage).map(({ id }) => id));
}

/** The next message's event, once each of its pushes has an outcome. */
export async function nextMessage(
  stage: Stage,
  account: string,
  known: ReadonlySet<string> = new Set(),
): Promise<LogEvent> {
  const matches = (event: LogEvent) => isMessage(event) && !known.has(event.id) && isSettled(event);
  return await stage.event(account, matches, 'a message whose pushes have an outcome');
}

/** The newest message's event as it stands. */
export async function lastMessage(stage: Stage, account: string): Promise<LogEvent | undefined> {
  return (await stage.eventsOf(account)).find(isMessage);
}

function isMessage({ kind }: LogEvent): boolean {
  return kind === 'offline';
}

function isSettled({ decisions }: LogEvent): boolean {
  return decisions.every(({ push }) => push?.outcome !== 'pending');
}
