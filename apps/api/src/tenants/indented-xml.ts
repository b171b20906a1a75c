import { serialize } from '@bellhop/push-core';
import type { Element } from '@bellhop/push-core';

/** An element as XML for people, two spaces a level. An element that holds text stays on one line. */
export function indentedXml(element: Element, inherited: string, depth = 0): string {
  const indent = '  '.repeat(depth);
  const children = element.children.filter((child) => typeof child !== 'string');
  if (children.length === 0) return indent + serialize(element, inherited);
  const startTag = serialize({ ...element, children: [] }, inherited).replace(/\/>$/, '>');
  const lines = children.map((child) => indentedXml(child, element.namespace, depth + 1));
  return [indent + startTag, ...lines, `${indent}</${element.name}>`].join('\n');
}
