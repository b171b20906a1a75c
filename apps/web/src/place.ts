/** What people and tokens belong to: a tenant by its id, or the provider (null). */
export type Place = string | null;

/** Where the API has what belongs to a place. */
export function pathOf(place: Place): string {
  return place === null ? '' : `/tenants/${place}`;
}

/** How the keys of its queries begin. */
export function keyOf(place: Place): readonly string[] {
  return place === null ? ['provider'] : ['tenants', place];
}
