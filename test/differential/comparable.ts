import type { XmlElement } from '../harness/xml.js';
import { escapeXml, parseXml } from '../harness/xml.js';

/** The words that differ between two sides although they mean the same, and what stands for both. */
export type Mapping = ReadonlyMap<string, string>;

/**
 * A publish in the one form in which two sides can be compared byte for byte: without the iq's id, with mapped
 * addresses, and with attributes in alphabetical order (Prosody writes them in any).
 */
export function comparable(publishXml: string, mapping: Mapping): string {
  const iq = parseXml(publishXml);
  const attributes = Object.entries(iq.attrs).filter(([name]) => name !== 'id');
  const mapped = attributes.map(([name, value = '']): [string, string] => [
    name,
    mapping.get(value) ?? value,
  ]);
  return render(iq, mapped);
}

function canonical(element: XmlElement): string {
  return render(
    element,
    Object.entries(element.attrs).map(([name, value = '']) => [name, value]),
  );
}

function render(element: XmlElement, attributes: readonly (readonly [string, string])[]): string {
  const sorted = attributes.toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rendered = sorted.map(([name, value]) => ` ${name}='${escapeXml(value)}'`).join('');
  const children = element.getChildElements();
  const inside = children.length > 0 ? children.map(canonical).join('') : escapeXml(element.getText());
  return `<${element.name}${rendered}>${inside}</${element.name}>`;
}
