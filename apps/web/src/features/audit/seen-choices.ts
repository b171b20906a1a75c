import type { AuditEventDto } from '@bellhop/api/contract';
import type { Option } from '../../components/choice-field.js';

type Named = Readonly<{ id: string | null; name: string }>;

/** Who did something on the page that is shown, and the one that is chosen. */
export function actorsOf(events: readonly AuditEventDto[], chosen: string | undefined): readonly Option[] {
  return choices(
    events.map(({ actor }) => ({
      ...actor,
      name: actor.kind === 'token' ? `Token “${actor.name}”` : actor.name,
    })),
    chosen,
  );
}

/** What something was done to, likewise. */
export function objectsOf(events: readonly AuditEventDto[], chosen: string | undefined): readonly Option[] {
  return choices(
    events.map(({ object }) => object),
    chosen,
  );
}

function choices(all: readonly Named[], chosen: string | undefined): readonly Option[] {
  const names = new Map(chosen === undefined ? [] : [[chosen, chosen]]);
  for (const { id, name } of all) if (id !== null) names.set(id, name === '' ? id : name);
  return [...names]
    .map(([value, label]) => ({ value, label }))
    .toSorted((one, other) => one.label.localeCompare(other.label));
}
