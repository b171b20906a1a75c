import { dateAndTime } from '../../components/instant-text.js';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** A value of an audit entry in words. Units are in the names of fields: `mergeWindowSeconds`, `retentionDays`. */
export function valueText(path: string, value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return `${value.toLocaleString('en-GB')}${unitOf(path)}`;
  if (Array.isArray(value)) return listText(path, value);
  if (typeof value === 'string') return textOf(value);
  return JSON.stringify(value);
}

function textOf(value: string): string {
  if (value === '') return 'empty';
  return INSTANT.test(value) ? dateAndTime(value) : value;
}

function listText(path: string, values: readonly unknown[]): string {
  if (values.length === 0) return 'none';
  return values.map((value) => endpointText(value) ?? valueText(path, value)).join(', ');
}

function endpointText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('host' in value) || !('port' in value)) return null;
  return `${String(value.host)}:${String(value.port)}`;
}

function unitOf(path: string): string {
  if (path.endsWith('Seconds')) return ' s';
  if (/minutes$/i.test(path)) return ' min';
  return path.endsWith('Days') ? ' days' : '';
}
