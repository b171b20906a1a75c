import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { SideSheet } from '../../components/side-sheet.js';
import { connectionsQuery } from '../../queries.js';
import type { OverviewSearch } from '../../searches.js';
import { ConfigurationText } from './configuration-text.js';
import { EditConnection } from './edit-connection.js';
import { NewConnection } from './new-connection.js';

interface ConnectionSheetsProps {
  readonly search: OverviewSearch;
  readonly onClose: () => void;
}

/** The form about connections that the address names, if it names one. */
export function ConnectionSheets({ search, onClose }: ConnectionSheetsProps): ReactElement | null {
  const { data } = useQuery(connectionsQuery());
  const connection = data?.connections.find(({ id }) => id === search.connection);
  if (search.open === 'new-connection') return <NewConnection onClose={onClose} />;
  if (connection === undefined) return null;
  if (search.open === 'edit-connection') return <EditConnection connection={connection} onClose={onClose} />;
  if (search.open !== 'configuration') return null;
  return (
    <SideSheet title={`Configuration for ${connection.jid}`} onClose={onClose}>
      <ConfigurationText component={connection.jid} secret={null} domain={search.domain} />
    </SideSheet>
  );
}
