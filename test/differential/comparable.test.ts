import { describe, expect, it } from 'vitest';
import { comparable } from './comparable.js';

const MAPPING = new Map([['bellhop.example', 'tenant.example']]);

function publish(id: string, attributes: string, body = '<value>New Message!</value>'): string {
  return `<iq type='set' id='${id}' ${attributes}><pubsub xmlns='p'><publish node='n1'>${body}</publish></pubsub></iq>`;
}

describe('the comparable form of a publish', () => {
  const original = comparable(publish('1', "from='tenant.example' to='app.example'"), MAPPING);

  it('is the same whatever the id, the domain and the order of attributes', () => {
    expect(comparable(publish('2', "to='app.example' from='bellhop.example'"), MAPPING)).toBe(original);
  });

  it.each([
    ['another app server', publish('1', "from='tenant.example' to='other.example'")],
    ['another domain', publish('1', "from='other.example' to='app.example'")],
    ['another text', publish('1', "from='tenant.example' to='app.example'", '<value>hi</value>')],
    ['a value that is empty', publish('1', "from='tenant.example' to='app.example'", '<value/>')],
    ['no value', publish('1', "from='tenant.example' to='app.example'", '')],
  ])('tells apart %s', (_, other) => {
    expect(comparable(other, MAPPING)).not.toBe(original);
  });
});
