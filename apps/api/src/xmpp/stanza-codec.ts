import type { Element } from '@bellhop/push-core';
import type { LtxElement } from '@xmpp/component-core';

/** The stream's own default namespace; its stanzas are read as those of a client, which they are alike. */
const COMPONENT_STREAM = 'jabber:component:accept';
const CLIENT = 'jabber:client';

/** Turns a parsed stanza into the plain element the rules read, with every namespace resolved. */
export function toElement(source: LtxElement, inherited: string = CLIENT): Element {
  const { xmlns, ...attributes } = source.attrs;
  const namespace = namespaceOf(source.name, xmlns ?? inherited, source.attrs);
  return {
    name: source.name,
    namespace,
    attributes: withoutUndefined(attributes),
    children: source.children.map((child) =>
      typeof child === 'string' ? child : toElement(child, xmlns ?? inherited),
    ),
  };
}

function namespaceOf(
  name: string,
  defaultNamespace: string,
  attributes: Readonly<Record<string, string | undefined>>,
): string {
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : null;
  const namespace = (prefix === null ? defaultNamespace : attributes[`xmlns:${prefix}`]) ?? defaultNamespace;
  return namespace === COMPONENT_STREAM ? CLIENT : namespace;
}

function withoutUndefined(attributes: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
