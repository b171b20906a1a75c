import { SETTING_NAMES } from '../../components/setting-names.js';

/** What fields of audit entries are called, where their own name would not do. */
const NAMES: Readonly<Record<string, string>> = {
  ...SETTING_NAMES,
  retentionDays: 'Log is kept for',
  retentionLimitDays: 'Log may be kept for at most',
  quotaPerMinute: 'Pushes per minute',
  perMinute: 'Pushes per minute',
  quotaPerDay: 'Pushes per day',
  perDay: 'Pushes per day',
  connectionId: 'Connection',
  jid: 'Name of the component',
  appServer: 'App server',
  hasSecondFactor: 'With a second factor',
  expiresInDays: 'Ends after',
  expiresAt: 'Until',
};

/** The name of a field by its path, "policy.withBody": that of its last part. */
export function fieldName(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  return NAMES[last] ?? inWords(last);
}

/** "boundResource" → "Bound resource" */
function inWords(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
