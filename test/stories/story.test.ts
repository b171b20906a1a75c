import { describe, expect, it } from 'vitest';
import { prepareStory } from './run-story.js';
import { parseStories } from './story.js';

const OUTLINE = `@one
Feature: Chapter
  Background:
    Given alice's phone has push

  Scenario Outline: About <what>
    When bob sends alice, all at once:
      | <what> |
      | "text" |

    @two
    Examples:
      | what   |
      | a call |
    Examples:
      | what         |
      | a chat state |
`;

describe('a file of stories', () => {
  it('has one story for each example, with the tags of all that it belongs to', () => {
    const [first, second] = parseStories('chapter', OUTLINE);
    expect(first).toEqual({
      chapter: 'chapter',
      title: 'About a call',
      tags: ['one', 'two'],
      steps: [
        { line: "alice's phone has push", text: null, list: [] },
        { line: 'bob sends alice, all at once:', text: null, list: ['a call', '"text"'] },
      ],
    });
    expect(second).toMatchObject({ title: 'About a chat state', tags: ['one'] });
  });

  it('is refused with its line where it is not Gherkin', () => {
    const text = 'Feature: f\n  Scenario: s\n    When something\n    nonsense';
    expect(() => parseStories('chapter', text)).toThrow('(4:5)');
  });
});

describe('a story', () => {
  it('is refused before anything runs when a line of it means nothing', () => {
    const [story] = parseStories('chapter', 'Feature: f\n  Scenario: s\n    When alice dances');
    expect(() => prepareStory(story!)).toThrow('chapter, s: 0 meanings: alice dances');
  });

  it('is refused also where the line is for one side only', () => {
    const [story] = parseStories('chapter', 'Feature: f\n  Scenario: s\n    When with Bellhop, alice dances');
    expect(() => prepareStory(story!)).toThrow('0 meanings: alice dances');
  });
});
