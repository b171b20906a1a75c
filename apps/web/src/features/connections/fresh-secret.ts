const SECRET_BYTES = 24;

/** A secret nobody can guess, in letters that need no quoting anywhere. */
export function freshSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
