import type { AuditEventDto } from '@bellhop/api/contract';
import { Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { CopyIcon, CopyTextButton } from '../../components/copy-button.js';
import { Fact, Facts } from '../../components/facts.js';
import { dateText, exactTime, zoneName } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';
import { TextLink } from '../../components/links.js';
import { SideSheet } from '../../components/side-sheet.js';
import type { AuditSearch } from '../../searches.js';
import { auditAddress } from './audit-place.js';
import type { Place } from '../../place.js';
import { auditSentence } from './audit-sentence.js';
import { ChangeTable } from './change-table.js';
import { onlyEntry } from './only-entry.js';

interface AuditEntrySheetProps {
  readonly tenantId: Place;
  readonly search: AuditSearch;
  /** undefined: it is not on the page that is shown. */
  readonly event: AuditEventDto | undefined;
}

/** One entry with all that was put down, beside the list. */
export function AuditEntrySheet({ tenantId, search, event }: AuditEntrySheetProps): ReactElement {
  const navigate = useNavigate();
  const close = () =>
    void navigate({ ...auditAddress(tenantId, { ...search, entry: undefined }), resetScroll: false });
  return (
    <SideSheet title={`Entry ${search.entry ?? ''}`} onClose={close}>
      {event === undefined ? (
        <Text>
          This entry is not on this page any more: others came meanwhile. Close this and go to the older ones.
        </Text>
      ) : (
        <Entry tenantId={tenantId} search={search} event={event} />
      )}
    </SideSheet>
  );
}

interface EntryProps extends AuditEntrySheetProps {
  readonly event: AuditEventDto;
}

function Entry({ tenantId, search, event }: EntryProps): ReactElement {
  const zone: Zone = search.zone ?? 'local';
  return (
    <Stack gap="lg">
      <Text>{auditSentence(event)}</Text>
      <ChangeTable event={event} />
      <Facts>
        <Fact name="When">
          {dateText(event.at, zone)}, {exactTime(event.at, zone)} ({zoneName(zone)})
        </Fact>
        {event.reason !== null && <Fact name="Reason given">{event.reason}</Fact>}
        {event.actor.id !== null && (
          <Fact name="Who">
            {event.actor.name}
            <TextLink {...auditAddress(tenantId, { actorId: event.actor.id, zone: search.zone })} size="sm">
              All they did
            </TextLink>
          </Fact>
        )}
        {event.object.id !== null && (
          <Fact name="About">
            {event.object.name === '' ? event.object.id : event.object.name}
            <TextLink {...auditAddress(tenantId, { objectId: event.object.id, zone: search.zone })} size="sm">
              All that was done to it
            </TextLink>
          </Fact>
        )}
        <Fact name="Address">{event.address ?? 'none'}</Fact>
        <Fact name="Program">{event.agent ?? 'not named'}</Fact>
        {event.requestId !== null && (
          <Fact name="Request">
            <code>{event.requestId}</code> <CopyIcon text={event.requestId} what="the id of the request" />
          </Fact>
        )}
        <Fact name="Hash">
          <code>{event.hash}</code>
        </Fact>
      </Facts>
      <div>
        <CopyTextButton text={onlyEntry(window.location.href, event)} what="link to this entry" />
      </div>
    </Stack>
  );
}
