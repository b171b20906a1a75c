import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { fieldOfInstant, instantOfField, zoneName } from './instant-text.js';
import type { Zone } from './instant-text.js';

interface TimeSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly zone?: 'utc' | undefined;
}

interface TimeFieldsProps {
  /** What the address says. */
  readonly search: TimeSearch;
  readonly onChange: (part: TimeSearch) => void;
}

/** From when until when a list goes, and the zone that its times are in. */
export function TimeFields({ search, onChange }: TimeFieldsProps): ReactElement {
  const zone: Zone = search.zone ?? 'local';
  return (
    <>
      <TextInput
        type="datetime-local"
        label={`From (${zoneName(zone)})`}
        value={fieldOfInstant(search.from, zone)}
        onChange={(event) => onChange({ from: instantOfField(event.currentTarget.value, zone) })}
      />
      <TextInput
        type="datetime-local"
        label={`Until (${zoneName(zone)})`}
        value={fieldOfInstant(search.to, zone)}
        onChange={(event) => onChange({ to: instantOfField(event.currentTarget.value, zone) })}
      />
      <NativeSelect
        label="Time zone"
        data={[
          { value: 'local', label: `${zoneName('local')} (yours)` },
          { value: 'utc', label: 'UTC' },
        ]}
        value={zone}
        onChange={(event) => onChange({ zone: event.currentTarget.value === 'utc' ? 'utc' : undefined })}
      />
    </>
  );
}
