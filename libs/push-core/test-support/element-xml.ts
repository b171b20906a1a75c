import { Element as LtxElement, parse } from 'ltx';
import { element, serialize, type Element } from '../src/index.js';

/** Parses XML text that stands where `inherited` is the default namespace. */
export function fromXml(xml: string, inherited: string): Element {
  return toElement(parse(xml) as LtxElement, inherited);
}

/** The value with every element in it written as XML text, attributes in alphabetical order. */
export function toNormalForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toNormalForm);
  if (typeof value !== 'object' || value === null) return value;
  if (isElement(value)) return serialize(withSortedAttributes(value));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toNormalForm(part)]));
}

function toElement(source: LtxElement, inherited: string): Element {
  const { xmlns, ...attributes } = source.attrs as Record<string, string>;
  const namespace = xmlns ?? inherited;
  const children = source.children.map((child) =>
    typeof child === 'string' ? child : toElement(child as LtxElement, namespace),
  );
  return element(namespace, source.name, attributes, children);
}

function isElement(value: object): value is Element {
  return 'namespace' in value && 'attributes' in value;
}

function withSortedAttributes(source: Element): Element {
  const attributes = Object.fromEntries(
    Object.entries(source.attributes).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
  const children = source.children.map((child) =>
    typeof child === 'string' ? child : withSortedAttributes(child),
  );
  return { ...source, attributes, children };
}
