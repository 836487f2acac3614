import { DAY_MS } from '../../../../runtime/duration.ts';
import { absent, type Condition, equals } from '../../../../runtime/store/write.ts';
import { isSameSecret } from '../../../../runtime/vault/card-secrets.ts';
import type { Card } from '../../model/card.ts';

/** Number of wrong CVV2s in a row that locks the CVV2 of a card. */
export const MAX_WRONG_CVV2 = 5;

/**
 * Duration of the lock, from the latest wrong CVV2. After it one CVV2 is compared, and a wrong one locks
 * again.
 */
export const CVV2_LOCKOUT_MS = DAY_MS;

/** The card's stored history of wrong CVV2s. */
export type Cvv2History = Pick<Card, 'cvv2Failures' | 'cvv2FailedAt'>;

/** The outcome of a check; `refused` means locked: not even compared. */
type Cvv2Check = 'absent' | 'refused' | 'match' | 'mismatch';

/**
 * Compares the presented CVV2 with the card's. There are only a thousand, so guessing is limited: after five
 * wrong ones in a row one a day is compared, until a right one. Payments without CVV2 are not affected.
 */
export function checkCvv2(
  presented: string | undefined,
  stored: string | undefined,
  { cvv2Failures = 0, cvv2FailedAt = 0 }: Cvv2History,
  nowMs: number,
): Cvv2Check {
  // The CVV2 of a closed or expired card is not stored; the card is declined anyway.
  if (presented === undefined || stored === undefined) return 'absent';
  if (cvv2Failures >= MAX_WRONG_CVV2 && nowMs < cvv2FailedAt + CVV2_LOCKOUT_MS) return 'refused';
  return isSameSecret(presented, stored) ? 'match' : 'mismatch';
}

/** What a comparison changes on the card's item, on condition that no other comparison came in between. */
interface Cvv2AttemptUpdate {
  readonly when: readonly Condition[];
  readonly set: { readonly cvv2Failures?: number; readonly cvv2FailedAt?: number };
  readonly remove: readonly string[];
}

/** The update for a comparison; empty if there was none. */
export function cvv2AttemptUpdate(
  compared: 'match' | 'mismatch' | undefined,
  { cvv2Failures }: Cvv2History,
  nowMs: number,
): Cvv2AttemptUpdate {
  if (compared === undefined) return { when: [], set: {}, remove: [] };
  const when = [cvv2Failures === undefined ? absent('cvv2Failures') : equals('cvv2Failures', cvv2Failures)];
  if (compared === 'mismatch')
    return { when, set: { cvv2Failures: (cvv2Failures ?? 0) + 1, cvv2FailedAt: nowMs }, remove: [] };
  return { when, set: {}, remove: cvv2Failures === undefined ? [] : ['cvv2Failures', 'cvv2FailedAt'] };
}
