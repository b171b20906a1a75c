import { escapeXML, parse } from 'ltx';

/** An XML element as the harness hands it out (an ltx element; only what tests need is promised). */
export interface XmlElement {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string | undefined>>;
  is(name: string, xmlns?: string): boolean;
  getName(): string;
  getNS(): string | undefined;
  getChild(name: string, xmlns?: string): XmlElement | undefined;
  getChildren(name: string, xmlns?: string): XmlElement[];
  getChildText(name: string, xmlns?: string): string | null;
  getChildElements(): XmlElement[];
  getText(): string;
  toString(): string;
}

/** Parses one element; throws when the text is not well formed. */
export function parseXml(text: string): XmlElement {
  return parse(text);
}

/** Escapes text for use in character data and in attributes. */
export function escapeXml(text: string): string {
  return escapeXML(text);
}

/** Renders attributes; those that are undefined are left out. */
export function renderAttributes(attributes: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}='${escapeXml(value)}'`)
    .join('');
}
