import type { InboundContent } from '../../../wire/contract/notifications.ts';
import { toSignedMinor } from '../../../wire/money/amount.ts';

/** A fee in minor units of its currency: negative where it is given back. */
interface Fee {
  readonly amount: bigint;
  readonly currency: string;
}

/**
 * The fee that an upstream reported.
 *
 * @throws ParameterInvalid when it has more decimals than its currency
 */
export function feeOf({ realFee, realCcy }: Pick<InboundContent<'trade_fee'>, 'realFee' | 'realCcy'>): Fee {
  return { amount: toSignedMinor(realFee, realCcy, 'realFee'), currency: realCcy };
}
