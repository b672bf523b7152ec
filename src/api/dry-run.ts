import { Refused } from '../access/door-problem';
import { refuse } from '../domain/refusals';

/** What `dry_run` says of a route that records. Anything but true or false is refused: it must never record by mistake. */
export function isDryRun(given: unknown): boolean {
  if (given === undefined || given === 'false' || given === 'true') return given === 'true';
  throw new Refused(refuse('FIELD_FORMAT', 'dry_run is true or false, once.'));
}
