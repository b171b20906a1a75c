import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { PluginKind, commonTokens, declareClassPlugin } from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { rolldown } from 'rolldown';

/**
 * Runs cases against broken sources for Stryker, in its own process: the module named by the option `cases` exports
 * `casesOf(folder)`, a list of `{ name, run }` whose `run` throws. Starting a whole test runner for each of more than a
 * thousand broken places would take many times as long.
 */
class CasesRunner {
  static inject = [commonTokens.options];
  #module;
  #bundle;
  #loads = 0;
  #cases;

  constructor(options) {
    this.#module = options.cases;
  }

  /** As a single module the sources can be loaded again while a place is broken that counts when they are loaded. */
  async init() {
    const input = resolve(this.#module);
    const build = await rolldown({
      input,
      tsconfig: false,
      platform: 'node',
      treeshake: false,
      external: /^[^./]/,
    });
    this.#bundle = resolve(`cases-${process.pid}.mjs`);
    await build.write({ file: this.#bundle, format: 'esm' });
    await build.close();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Every case with nothing broken; notes which places each one passes. */
  async dryRun() {
    const stryker = (globalThis.__stryker__ ??= {});
    this.#cases = await this.#load();
    const tests = this.#cases.map((one) => {
      stryker.currentTestId = one.name;
      return resultOf(one);
    });
    stryker.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  /** The cases that pass the broken place, up to the first that fails. */
  async mutantRun({ activeMutant, testFilter, hitLimit, reloadEnvironment }) {
    const stryker = (globalThis.__stryker__ ??= {});
    // What is loaded while nothing is broken serves all places that count when a case runs.
    stryker.activeMutant = reloadEnvironment ? activeMutant.id : undefined;
    Object.assign(stryker, { hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    try {
      const cases = reloadEnvironment ? await this.#load() : (this.#cases ??= await this.#load());
      stryker.activeMutant = activeMutant.id;
      return verdictOf(cases.filter(({ name }) => testFilter === undefined || testFilter.includes(name)));
    } catch (error) {
      return killed('loading', error, 0);
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  async #load() {
    this.#loads += 1;
    const { casesOf } = await import(`${pathToFileURL(this.#bundle).href}?${this.#loads}`);
    return casesOf(process.cwd());
  }
}

function resultOf({ name, run }) {
  const startedAt = performance.now();
  const timed = () => ({ id: name, name, timeSpentMs: performance.now() - startedAt });
  try {
    run();
    return { ...timed(), status: TestStatus.Success };
  } catch (error) {
    return { ...timed(), status: TestStatus.Failed, failureMessage: error.message };
  }
}

function verdictOf(cases) {
  for (const [index, { name, run }] of cases.entries()) {
    try {
      run();
    } catch (error) {
      return killed(name, error, index + 1);
    }
  }
  return { status: MutantRunStatus.Survived, nrOfTests: cases.length };
}

function killed(name, error, nrOfTests) {
  return { status: MutantRunStatus.Killed, killedBy: [name], failureMessage: error.message, nrOfTests };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'cases', CasesRunner)];

/** The option that Stryker passes on. */
export const strykerValidationSchema = { properties: { cases: { type: 'string' } } };
