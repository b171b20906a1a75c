import type { Element } from './element.js';

/**
 * Writes an element as XML text. `xmlns` appears where the namespace differs from `inherited`, the
 * default namespace in force around the element, so the text can be put into a stream as it is.
 */
export function serialize(element: Element, inherited = ''): string {
  const xmlns = element.namespace === inherited ? '' : ` xmlns='${escapeAttribute(element.namespace)}'`;
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => ` ${name}='${escapeAttribute(value)}'`)
    .join('');
  const start = `<${element.name}${xmlns}${attributes}`;
  if (element.children.length === 0) return `${start}/>`;
  const inner = element.children
    .map((child) => (typeof child === 'string' ? escapeText(child) : serialize(child, element.namespace)))
    .join('');
  return `${start}>${inner}</${element.name}>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? character);
}

function escapeAttribute(value: string): string {
  return value.replace(/[&<>'"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

// White space inside an attribute is written as a reference: XML 1.0 3.3.3 would read it back as a space.
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
