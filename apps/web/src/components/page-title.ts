import { useDocumentTitle } from '@mantine/hooks';

/** Names the browser's tab. */
export function usePageTitle(title: string): void {
  useDocumentTitle(`${title} · Bellhop`);
}
