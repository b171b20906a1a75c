import { existsSync } from 'node:fs';
import { inRepository } from './repository.mjs';

/** The compiled service. */
export const SERVICE = 'apps/api/dist/main.js';

/** What makes Node.js read the settings in `.env`, if there is one; the environment itself has the last word. */
export function settingsOptions() {
  const file = inRepository('.env');
  return existsSync(file) ? [`--env-file=${file}`] : [];
}
