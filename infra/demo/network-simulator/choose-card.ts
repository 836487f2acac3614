import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from '../../../clients/cli/common/command-error.ts';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import type { OptionValues } from './options.ts';
import type { NetworkSession } from './session.ts';

/** The funding of a new card, in major units. */
const FUNDING = 100;
const CURRENCY = 'USD';
/** How often to poll an order, and how many times. */
const POLL_INTERVAL_MS = 200;
const MAX_POLLS = 100;

/** The number of cards to search for one with money. */
const MAX_CANDIDATES = 50;

/** Returns the given card, or else the merchant's latest active card with money, or else a new one. */
export async function chooseCard(options: OptionValues, session: NetworkSession): Promise<string> {
  if (typeof options['card'] === 'string') return options['card'];
  const { list } = await session.merchant.call('cardPage', {
    cardType: 1,
    status: '1',
    pageSize: MAX_CANDIDATES,
  });
  return list.find(({ balanceAmt }) => balanceAmt > 0)?.cardId ?? openCard(session);
}

/**
 * Returns the given physical card, or else the merchant's latest that awaits its activation.
 *
 * @throws CommandError when there is none
 */
export async function chooseCardToActivate(
  options: OptionValues,
  { merchant }: NetworkSession,
): Promise<string> {
  if (typeof options['card'] === 'string') return options['card'];
  const { list } = await merchant.call('cardPage', { status: '3', pageSize: 1 });
  if (!list[0]) throw new CommandError('no physical card awaits its activation: assign one as the merchant');
  return list[0].cardId;
}

async function openCard(session: NetworkSession): Promise<string> {
  const { merchant } = session;
  const { list } = await merchant.call('cardBin', { cardType: 1 });
  const range = list.find(
    (bin) => bin.currency === CURRENCY && bin.cardForm === 1 && bin.needCardholder === 0,
  );
  if (!range)
    throw new CommandError(`the merchant has no BIN range for a virtual ${CURRENCY} card: --card names one`);
  const today = session.now().slice(0, 10);
  const { orderId } = await merchant.call('cardApply', {
    userReqNo: newRequestNumber(),
    binRangeId: range.binRangeId,
    localCurrency: CURRENCY,
    authLimitAmount: FUNDING,
    enableCurrencyCheck: 0,
    startDate: today,
    endDate: `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`.replace('-02-29', '-02-28'),
  });
  return waitForCard(orderId, session);
}

async function waitForCard(orderId: string, { merchant }: NetworkSession): Promise<string> {
  for (let poll = 0; poll < MAX_POLLS; poll += 1) {
    const order = (await merchant.call('cardOperateQuery', { orderId })).list[0];
    if (order?.status === 1 && order.cardId !== undefined) return order.cardId;
    if (order?.status === 2) throw new CommandError(`no card could be opened: ${order.statusDesc}`);
    await sleep(POLL_INTERVAL_MS);
  }
  throw new CommandError(`order ${orderId} is still in process: try again, or name a card with --card`);
}
