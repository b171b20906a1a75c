import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import type { Pickle, PickleStep } from '@cucumber/messages';
import { IdGenerator } from '@cucumber/messages';

/** One line of a story, and what stands below it, if anything: a block of text, or a list. */
export interface StoryStep {
  readonly line: string;
  readonly text: string | null;
  readonly list: readonly string[];
}

/** What somebody does and what then has to happen, as a `.feature` file tells it. */
export interface Story {
  /** The file it stands in, without folder and ending. */
  readonly chapter: string;
  readonly title: string;
  /** Without the `@`. */
  readonly tags: readonly string[];
  readonly steps: readonly StoryStep[];
}

/** All stories of `features/`, in the order of the files; of an outline, one for each example. */
export function readStories(): readonly Story[] {
  const folder = join(dirname(fileURLToPath(import.meta.url)), 'features');
  const files = readdirSync(folder).filter((name) => name.endsWith('.feature'));
  return files
    .toSorted()
    .flatMap((name) => parseStories(name.replace('.feature', ''), readFileSync(join(folder, name), 'utf8')));
}

/** The stories of one file; throws with line and column where it is not Gherkin. */
export function parseStories(chapter: string, text: string): readonly Story[] {
  const newId = IdGenerator.incrementing();
  const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text);
  return compile(document, chapter, newId).map((pickle) => toStory(chapter, pickle));
}

function toStory(chapter: string, pickle: Pickle): Story {
  return {
    chapter,
    title: pickle.name,
    tags: pickle.tags.map(({ name }) => name.slice(1)),
    steps: pickle.steps.map(toStep),
  };
}

function toStep({ text, argument }: PickleStep): StoryStep {
  return {
    line: text,
    text: argument?.docString?.content ?? null,
    list: (argument?.dataTable?.rows ?? []).flatMap(({ cells }) => cells.map(({ value }) => value)),
  };
}
