import type { Write } from '../../runtime/store/write.ts';
import { type ContractError, NotEntitled, NothingFound } from '../../wire/errors.ts';
import type { Dependencies } from '../dependencies.ts';
import { AlreadyPosted, alreadyPosted } from '../money/ledger/entry.ts';
import { suspenseWrites } from '../money/suspense/suspend.ts';
import { isSettlementType, type SuspendedMoney } from '../money/suspense/suspended-money.ts';
import { type InboundMessage, type OpenedMessage, suspendedMoneyKey } from './inbound-message.ts';
import { moneyIn } from './message-money.ts';
import { appliedUpdate, type Parking, parkUpdate } from './message-writes.ts';

/** Parks a message that cannot be applied, with its money in suspense. */
export async function parkMessage(
  deps: Dependencies,
  { message, content }: OpenedMessage,
  error: ContractError,
): Promise<void> {
  const parking = parkingFor(message, message.suspended ?? moneyIn(message, content), error);
  if (message.status === 'applied' || message.reason === parking.reason) return;
  const entry = message.suspended ? [] : suspenseWrites(deps, message, parking.suspended);
  const fact = entry.length > 0 && parking.suspended ? [factIndexPut(message, parking.suspended)] : [];
  try {
    await deps.store.write([parkUpdate(deps, message, parking), ...entry, ...fact]);
  } catch (failure) {
    // Another message reported the same fact: its money is or was in suspense.
    if (!(failure instanceof AlreadyPosted)) throw failure;
    return deps.store.write([appliedUpdate(deps, message)]);
  }
  raiseAlarm(deps, message, parking);
}

/** Indexes the message by its fact, for later messages that report the same. */
const factIndexPut = ({ messageKey }: InboundMessage, { cause }: SuspendedMoney): Write => ({
  kind: 'put',
  table: 'inbox',
  item: { ...suspendedMoneyKey(cause), messageKey },
  onConflict: () => alreadyPosted(cause),
});

function parkingFor(
  { type }: InboundMessage,
  money: SuspendedMoney | undefined,
  error: ContractError,
): Parking {
  const isUnknown = error instanceof NothingFound && isSettlementType(type);
  const reason = `${error.code} ${error.message}`;
  // A permission may be granted later, and an authorization may arrive after its clearing.
  const retryable = isUnknown || error instanceof NotEntitled;
  if (money) return { status: 'suspended', reason, retryable, suspended: money };
  return { status: isUnknown ? 'waiting' : 'refused', reason, retryable: isUnknown };
}

// No alarm for a message that only waits, nor for one that its sender is refused: the latter raises it elsewhere.
function raiseAlarm(
  deps: Dependencies,
  { messageKey, type }: InboundMessage,
  { status, reason, suspended }: Parking,
): void {
  if (status === 'waiting' || !isSettlementType(type)) return;
  const what = suspended ? 'money is in suspense' : 'an upstream message cannot be applied';
  deps.alarm(what, { message: messageKey, reason, ...(suspended && moneyDetails(suspended)) });
}

const moneyDetails = ({ amount, currency }: SuspendedMoney) => ({ amount: String(amount), currency });
