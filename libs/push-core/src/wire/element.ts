/**
 * An XML element as plain data. `namespace` is resolved (inherited default namespaces included), so
 * readers never look at `xmlns`; `attributes` holds all other attributes in document order.
 */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

/** Builds an element. A child without a namespace of its own has to be built with its parent's. */
export function element(
  namespace: string,
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly (Element | string)[] = [],
): Element {
  const present = Object.entries(attributes).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { name, namespace, attributes: Object.fromEntries(present), children };
}

/** The child elements, without character data. */
export function childElements(parent: Element): readonly Element[] {
  return parent.children.filter((child): child is Element => typeof child !== 'string');
}

/** The first child with this name and, unless left out, this namespace. */
export function findChild(parent: Element, name: string, namespace?: string): Element | undefined {
  return childElements(parent).find(
    (child) => child.name === name && (namespace === undefined || child.namespace === namespace),
  );
}

/** The character data directly inside an element. */
export function textOf(parent: Element): string {
  return parent.children.filter((child) => typeof child === 'string').join('');
}
