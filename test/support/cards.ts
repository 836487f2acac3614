import { OperationRefused } from '../../shared/client/errors.ts';
import { formatDate } from '../../shared/contract/time.ts';
import type { TestMerchant } from './merchant.ts';

const DAY = 86_400_000;

/** A card opening that is accepted; dates as of now, since a deployed function reads the machine's clock. */
export const cardOpening = (changes: object = {}) => ({
  localCurrency: 'USD',
  startDate: formatDate(Date.now(), '+08:00'),
  endDate: formatDate(Date.now() + 365 * DAY, '+08:00'),
  authLimitAmount: 100,
  enableCurrencyCheck: 0,
  binRangeId: 'V1',
  ...changes,
});

/** Opens a card and waits for it. */
export async function openCard(merchant: TestMerchant, changes: object = {}): Promise<string> {
  const { orderId } = await merchant.client.call('cardApply', cardOpening(changes));
  const { cardId } = await merchant.outcome(orderId);
  if (!cardId) throw new Error(`order ${orderId} opened no card`);
  return cardId;
}

/** The error code that a call is refused with; undefined when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof OperationRefused) return error.errorCode;
    throw error;
  }
}
