import type { Element } from '@bellhop/push-core';
import { parse } from 'ltx';
import { toElement } from './stanza-codec.js';

/** Reads XML that Bellhop itself wrote. Throws where it is not well-formed. */
export function parseXml(xml: string): Element {
  return toElement(parse(xml), '');
}
