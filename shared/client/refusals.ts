import { type CallContext, OperationRefused } from './client-errors.ts';

// Classes for the refusals that programs distinguish. All others are plain OperationRefused, with their `errorCode`.

/** The platform does not know the merchant, its keys do not fit, or its address is not allowed (100001 to 100004). */
export class AccessRefused extends OperationRefused {
  override readonly code = 'ACCESS_REFUSED';
}

/** The merchant makes more requests than it may (100005). */
export class TooManyRequests extends OperationRefused {
  override readonly code = 'TOO_MANY_REQUESTS';
}

/** A parameter is missing or invalid (110001); `field` names the first. */
export class ParametersInvalid extends OperationRefused {
  override readonly code = 'PARAMETERS_INVALID';
}

/** The card, group or cardholder is in a state that does not allow the operation (110004). */
export class StatusNotSuitable extends OperationRefused {
  override readonly code = 'STATUS_NOT_SUITABLE';
}

/** The account, card or group has not enough money (110005, 110006). */
export class BalanceInsufficient extends OperationRefused {
  override readonly code = 'BALANCE_INSUFFICIENT';
}

/** The userReqNo was used before, with other content (110009). */
export class RequestNumberUsed extends OperationRefused {
  override readonly code = 'REQUEST_NUMBER_USED';
}

/** The merchant has no such card, group, order, cardholder or transaction (120001). */
export class NothingFound extends OperationRefused {
  override readonly code = 'NOTHING_FOUND';
}

const REFUSALS: Readonly<Record<string, typeof OperationRefused>> = {
  100001: AccessRefused,
  100002: AccessRefused,
  100003: AccessRefused,
  100004: AccessRefused,
  100005: TooManyRequests,
  110001: ParametersInvalid,
  110004: StatusNotSuitable,
  110005: BalanceInsufficient,
  110006: BalanceInsufficient,
  110009: RequestNumberUsed,
  120001: NothingFound,
};

/** Returns the error for a refusal of the platform. */
export function refusalOf(
  context: CallContext,
  errorCode: string,
  errorMsg: string,
  hint?: string,
): OperationRefused {
  const Refusal = Object.hasOwn(REFUSALS, errorCode) ? REFUSALS[errorCode] : undefined;
  return new (Refusal ?? OperationRefused)(context, errorCode, errorMsg, hint);
}
