import { absent, type Condition, equals } from '../../../../runtime/store/write.ts';
import { isSameSecret } from '../../../../runtime/vault/card-vault.ts';
import type { Card } from '../../model/card.ts';

/** Wrong verification numbers in a row after which a card takes none for a while. */
export const MAX_WRONG_CVV2 = 5;

/** How long that lasts from the latest wrong one; then one is compared again, and a wrong one shuts the card anew. */
export const CVV2_LOCKOUT_MS = 24 * 60 * 60_000;

/** What the card's record says of the verification numbers that were presented. */
export type Cvv2History = Pick<Card, 'wrongCvv2' | 'wrongCvv2At'>;

/** What a presented verification number was found to be; `refused` is one that was not even compared. */
export type Cvv2Check = 'absent' | 'refused' | 'right' | 'wrong';

/**
 * Compares the presented verification number with the card's. There are only a thousand, so guessing is stopped: after
 * five wrong ones in a row one a day is compared, until a right one; payments that need none go on.
 */
export function checkCvv2(
  presented: string | undefined,
  stored: string | undefined,
  { wrongCvv2 = 0, wrongCvv2At = 0 }: Cvv2History,
  nowMs: number,
): Cvv2Check {
  // Of a card that is closed or expired none is kept, and it is declined for that.
  if (presented === undefined || stored === undefined) return 'absent';
  if (wrongCvv2 >= MAX_WRONG_CVV2 && nowMs < wrongCvv2At + CVV2_LOCKOUT_MS) return 'refused';
  return isSameSecret(presented, stored) ? 'right' : 'wrong';
}

/** What a comparison leaves on the card's record, and what must hold of it: nobody else's guess came in between. */
export interface Cvv2AttemptUpdate {
  readonly when: readonly Condition[];
  readonly set: { readonly wrongCvv2?: number; readonly wrongCvv2At?: number };
  readonly remove: readonly string[];
}

/** The trace of a comparison; one that was not made leaves none. */
export function cvv2AttemptUpdate(
  compared: 'right' | 'wrong' | undefined,
  { wrongCvv2 }: Cvv2History,
  nowMs: number,
): Cvv2AttemptUpdate {
  if (compared === undefined) return { when: [], set: {}, remove: [] };
  const when = [wrongCvv2 === undefined ? absent('wrongCvv2') : equals('wrongCvv2', wrongCvv2)];
  if (compared === 'wrong')
    return { when, set: { wrongCvv2: (wrongCvv2 ?? 0) + 1, wrongCvv2At: nowMs }, remove: [] };
  return { when, set: {}, remove: wrongCvv2 === undefined ? [] : ['wrongCvv2', 'wrongCvv2At'] };
}
