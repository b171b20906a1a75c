import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { addressRange } from './address-range.js';
import { countAttempts, uncountAttempt } from './attempts.js';
import type { Count } from './attempts.js';
import type { Browser } from './browser.decorator.js';
import { KnownBrowsers } from './known-browsers.js';

/** What somebody who does not know it could guess at. Each is counted by itself. */
export interface Attempt {
  /** `link`: the secret of an invitation or a reset link. */
  readonly what: 'sign-in' | 'proof' | 'code' | 'link';
  readonly browser: Browser;
  /** Whose account, by its email address, whether there is such an account or not; null: of no account. */
  readonly email: string | null;
}

interface Limit {
  readonly attempts: number;
  readonly seconds: number;
}

/** For one browser that is known to the account, or one address, at one account. */
const FROM_ONE_PLACE: Limit = { attempts: 5, seconds: 300 };
/** For all browsers together that are not known to the account: strangers may use up this one. */
const FROM_STRANGERS: Readonly<Record<Attempt['what'], Limit>> = {
  'sign-in': { attempts: 30, seconds: 3600 },
  proof: { attempts: 30, seconds: 3600 },
  // A code has a million values, and three of them count.
  code: { attempts: 10, seconds: 3600 },
  link: { attempts: 30, seconds: 3600 },
};
/** For one address at all accounts: many people may share it. */
const FROM_ADDRESS: Limit = { attempts: 100, seconds: 300 };

/**
 * Slows down guessing, by account and by address, for all nodes together. Nobody is locked out for longer than a
 * window of time lasts, and the browsers that an account was used with before count apart from all strangers.
 */
@Injectable()
export class Throttle {
  constructor(
    private readonly scope: TenantScope,
    private readonly knownBrowsers: KnownBrowsers,
  ) {}

  /**
   * Counts an attempt, makes it, and counts it no more if it succeeds: if `work` returns. Not within a transaction:
   * an attempt counts also where everything else is undone.
   *
   * @throws Refusal `too-many-attempts`, without making the attempt
   */
  async attempt<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
    const { place, shared } = this.#countsOf(attempt);
    const counts = place === null ? shared : [place, ...shared];
    const waitSeconds = await this.scope.forProvider((manager) => countAttempts(manager, counts));
    if (waitSeconds > 0) throw tooMany(waitSeconds);
    const result = await work();
    await this.scope.forProvider((manager) => uncountAttempt(manager, { place, shared }));
    return result;
  }

  /** `shared`: with other people or browsers, whose attempts go on counting. */
  #countsOf({ what, browser, email }: Attempt): { readonly place: Count | null; readonly shared: Count[] } {
    const range = addressRange(browser.address);
    const fromAddress = countOf([what, 'address', range], FROM_ADDRESS);
    if (email === null) return { place: null, shared: [fromAddress] };
    const known = this.knownBrowsers.nameFor(email, browser.knownBrowser);
    if (known !== null) return { place: countOf([what, 'browser', known], FROM_ONE_PLACE), shared: [] };
    const fromStrangers = countOf([what, 'account', email], FROM_STRANGERS[what]);
    const place = countOf([what, 'address and account', range, email], FROM_ONE_PLACE);
    return { place, shared: [fromStrangers, fromAddress] };
  }
}

/** Hashed: the table is no list of who tried what. */
function countOf(about: readonly string[], { attempts, seconds }: Limit): Count {
  const key = createHash('sha256').update(JSON.stringify(about)).digest('hex');
  return { key, most: attempts, seconds };
}

function tooMany(retryAfterSeconds: number): Refusal {
  return new Refusal('too-many-attempts', `Try again in ${Math.ceil(retryAfterSeconds / 60)} min.`, {
    retryAfterSeconds,
  });
}
