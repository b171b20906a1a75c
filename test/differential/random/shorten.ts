import type { Sides } from '../sides.js';
import type { Action } from './action.js';
import { play } from './play.js';

/** Leaves out one action after the other as long as an unlisted difference stays; gives what is left of it. */
export async function shorten(
  sides: Sides,
  actions: readonly Action[],
  user: string,
): Promise<readonly Action[]> {
  let shortest = actions;
  for (let index = actions.length - 1; index >= 0; index -= 1) {
    const shorter = shortest.toSpliced(index, 1);
    const { unlisted } = await play(sides, shorter, `${user}-without-${index}`, 0);
    if (unlisted !== null) shortest = shorter;
  }
  return shortest;
}
