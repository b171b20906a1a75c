/**
 * Functions of the session: ids that sort by their instant (UUIDv7) and can be told from a number, and instants as text. Written so that
 * Postgres puts them into the statement instead of calling them.
 */
export const SEED_FUNCTIONS = `
  create or replace function pg_temp.uuid_of(at timestamptz, seed text) returns uuid language sql stable
    return overlay(overlay(overlay(md5(seed) placing lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') from 1)
      placing '7' from 13) placing '8' from 17)::uuid;
  create or replace function pg_temp.iso_of(at timestamptz) returns text language sql stable
    return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
  create or replace function pg_temp.registration_of(user_number bigint) returns uuid language sql immutable
    return overlay(overlay(md5('registration' || user_number) placing '019b76daa8007' from 1) placing '8' from 17)::uuid`;
