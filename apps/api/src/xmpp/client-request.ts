import { NS, decide, findChild, readRequest } from '@bellhop/push-core';
import type { Action, Element, RequestInput, StanzaError } from '@bellhop/push-core';
import { describeError } from '../platform/describe-error.js';
import { errorFor, resultFor } from './answer.js';
import { holdEpoch } from './link-position.js';
import type { LinkSession } from './link-session.js';
import { loadFacts } from './load-facts.js';
import { toLogRows } from './log-rows.js';
import { writeLog } from './write-log.js';

/** The database could not take it: the client may try again (acceptance row 23: written first, then answered). */
const TRY_AGAIN: StanzaError = {
  type: 'wait',
  condition: 'internal-server-error',
  text: 'Push settings cannot be saved right now; try again later',
};

/** Answers a client's enable or disable (docs/link.md row 5), exactly once. Throws only NotConnectedError. */
export async function answerClientRequest(session: LinkSession, stanza: Element): Promise<void> {
  const request = findChild(stanza, 'request', NS.link);
  const input = request && readRequest(request, session.tenant.domain);
  if (input === undefined || input.kind === 'unreadable') {
    session.logger.warn({ why: input?.why }, 'a request was refused: it cannot be read');
    const error = { type: 'modify', condition: 'bad-request', text: input?.why ?? null } as const;
    return session.connection.send(errorFor(stanza, error));
  }
  session.connection.send(answerTo(stanza, await decideAndSave(session, input)));
}

async function decideAndSave(session: LinkSession, input: RequestInput): Promise<readonly Action[]> {
  try {
    return await session.inTenant(async (manager) => {
      await holdEpoch(manager, session.key, session.epoch);
      const book = await loadFacts(manager, session.facts, [input]);
      const actions = decide(input, book.factsFor(input));
      await writeLog(manager, session.services.secretBox, session.tenant, [toLogRows(input, actions, book)]);
      return actions;
    });
  } catch (error) {
    session.logger.warn({ error: describeError(error) }, 'a request was put off: it could not be saved');
    return [{ kind: 'refuse', error: TRY_AGAIN }];
  }
}

function answerTo(stanza: Element, actions: readonly Action[]): Element {
  for (const action of actions) {
    if (action.kind === 'answer') return resultFor(stanza, action.payload);
    if (action.kind === 'refuse') return errorFor(stanza, action.error);
  }
  return resultFor(stanza);
}
