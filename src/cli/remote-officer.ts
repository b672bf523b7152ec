import { refuse } from '../domain/refusals';
import { Refused } from './refused';

/** Throws UNKNOWN_FIELD where an officer is named beside a token. */
export function refuseOfficer(as: string | undefined): void {
  if (as === undefined) return;
  throw new Refused(refuse('UNKNOWN_FIELD', 'On a server the token says who records; leave --as out.'));
}
