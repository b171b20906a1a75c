import { PROVIDER_PAGES } from './pages.js';
import { usePermissions } from './use-permissions.js';

/** The pages about the provider that the person may open. */
export function useProviderPages(): readonly (typeof PROVIDER_PAGES)[number][] {
  const may = usePermissions();
  return PROVIDER_PAGES.filter(({ permission }) => permission === null || may(null, permission));
}
