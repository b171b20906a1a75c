import { ExpressionFactory, ParameterType, ParameterTypeRegistry } from '@cucumber/cucumber-expressions';
import { MESSAGE_SHAPES, readShape } from './message-shapes.js';
import { SETTINGS } from './settings.js';
import type { Story, StoryStep } from './story.js';
import type { Party, World } from './world.js';

/** What a step has besides the values in its line. */
export interface StepContext {
  readonly world: World;
  /** The block below the line. */
  readonly text: string | null;
  /** The list below the line. */
  readonly list: readonly string[];
}

/** What a line of a story means; the values are those of the expression's parameters, in order. */
export interface StepDefinition {
  readonly expression: string;
  readonly run: (context: StepContext, ...values: never[]) => Promise<void> | void;
}

/** A line with its meaning, ready to be run. */
export type ReadyStep = (world: World) => Promise<void>;

/** Finds what each line of a story means; throws for a line that means nothing, or two things. */
export class StepBook {
  readonly #definitions;

  constructor(definitions: readonly StepDefinition[]) {
    const factory = new ExpressionFactory(parameterTypes());
    this.#definitions = definitions.map(({ expression, run }) => ({
      expression: factory.createExpression(expression),
      run,
    }));
  }

  read(step: StoryStep, story: Story): ReadyStep {
    const matches = this.#definitions.flatMap(({ expression, run }) => {
      const values = expression.match(step.line);
      return values ? [{ run, values: values.map((value) => value.getValue<never>(null)) }] : [];
    });
    const [match] = matches;
    if (match === undefined || matches.length > 1)
      throw new Error(`${story.chapter}, ${story.title}: ${matches.length} meanings: ${step.line}`);
    return async (world) =>
      await match.run({ world, text: step.text, list: step.list }, ...(match.values as never[]));
  }
}

function parameterTypes(): ParameterTypeRegistry {
  const registry = new ParameterTypeRegistry();
  const define = (name: string, regexp: RegExp, read: (words: string) => unknown) =>
    registry.defineParameterType(new ParameterType(name, regexp, null, read, false, false));
  define('person', /[a-z]+/, (person) => person);
  define('device', DEVICE, readParty);
  define('party', new RegExp(`${DEVICE.source}|[a-z]+`), readParty);
  define('shape', oneOf(Object.keys(MESSAGE_SHAPES)), readShape);
  define('setting', oneOf(Object.keys(SETTINGS)), (setting) => setting);
  define('importance', /an important|an unimportant/, (words) => words.slice('an '.length));
  define('app', /second app|third app/, (app) => app);
  return registry;
}

const DEVICE = /[a-z]+'s (?:[a-z]+ )?(?:phone|tablet|laptop)/;

function readParty(words: string): Party {
  const [person = '', device = null] = words.split("'s ");
  return { person, device };
}

function oneOf(names: readonly string[]): RegExp {
  const escaped = names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(escaped.toSorted((one, other) => other.length - one.length).join('|'));
}
