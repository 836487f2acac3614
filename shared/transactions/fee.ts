import type { ReceivedContent } from '../contract/notifications.ts';
import { toSignedMinor } from '../money/amount.ts';

/** A fee in minor units of its currency: negative where it is given back. */
interface Fee {
  readonly amount: bigint;
  readonly currency: string;
}

/** The fee that an upstream told. ParameterInvalid when it has more decimals than its currency. */
export function feeOf({ realFee, realCcy }: Pick<ReceivedContent<'trade_fee'>, 'realFee' | 'realCcy'>): Fee {
  return { amount: toSignedMinor(realFee, realCcy, 'realFee'), currency: realCcy };
}
