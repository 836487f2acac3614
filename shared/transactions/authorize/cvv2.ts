import type { Card } from '../../cards/card.ts';
import { absent, type Condition, equals } from '../../store/write.ts';
import { isSameSecret } from '../../vault/vault.ts';

/** Wrong verification numbers in a row after which a card takes none for a while. */
export const MOST_WRONG = 5;

/** How long that lasts from the latest wrong one; then one is compared again, and a wrong one shuts the card anew. */
export const SHUT_MS = 24 * 60 * 60_000;

/** What the card's record says of the verification numbers that were presented. */
export type Cvv2History = Pick<Card, 'wrongCvv2' | 'wrongCvv2At'>;

/** What a presented verification number was found to be; `refused` is one that was not even compared. */
export type Cvv2Finding = 'absent' | 'refused' | 'right' | 'wrong';

/**
 * Compares the presented verification number with the card's. There are only a thousand, so guessing is stopped: after
 * five wrong ones in a row one a day is compared, until a right one; payments that need none go on.
 */
export function findCvv2(
  presented: string | undefined,
  kept: string | undefined,
  { wrongCvv2 = 0, wrongCvv2At = 0 }: Cvv2History,
  nowMs: number,
): Cvv2Finding {
  // Of a card that is closed or expired none is kept, and it is declined for that.
  if (presented === undefined || kept === undefined) return 'absent';
  if (wrongCvv2 >= MOST_WRONG && nowMs < wrongCvv2At + SHUT_MS) return 'refused';
  return isSameSecret(presented, kept) ? 'right' : 'wrong';
}

/** What a comparison leaves on the card's record, and what must hold of it: nobody else's guess came in between. */
export interface Cvv2Trace {
  readonly when: readonly Condition[];
  readonly set: { readonly wrongCvv2?: number; readonly wrongCvv2At?: number };
  readonly remove: readonly string[];
}

/** The trace of a comparison; one that was not made leaves none. */
export function cvv2Trace(
  compared: 'right' | 'wrong' | undefined,
  { wrongCvv2 }: Cvv2History,
  nowMs: number,
): Cvv2Trace {
  if (compared === undefined) return { when: [], set: {}, remove: [] };
  const when = [wrongCvv2 === undefined ? absent('wrongCvv2') : equals('wrongCvv2', wrongCvv2)];
  if (compared === 'wrong')
    return { when, set: { wrongCvv2: (wrongCvv2 ?? 0) + 1, wrongCvv2At: nowMs }, remove: [] };
  return { when, set: {}, remove: wrongCvv2 === undefined ? [] : ['wrongCvv2', 'wrongCvv2At'] };
}
