import { setTimeout as sleep } from 'node:timers/promises';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { CommandRefused } from '../../ops/operator.ts';
import type { Given } from './options.ts';
import type { NetworkWorld } from './world.ts';

/** What a card that is opened here is funded with, in major units. */
const FUNDING = 100;
const CURRENCY = 'USD';
/** Milliseconds between two looks at an order, and how many looks are taken. */
const LOOK_MS = 200;
const LOOKS = 100;

/** Cards among which one that has money on it is looked for. */
const LATEST = 50;

/** The card that is named; else the merchant's latest that is in use and has money on it, or a new one. */
export async function cardAtHand(given: Given, world: NetworkWorld): Promise<string> {
  if (typeof given['card'] === 'string') return given['card'];
  const { list } = await world.merchant.call('cardPage', { cardType: 1, status: '1', pageSize: LATEST });
  return list.find(({ balanceAmt }) => balanceAmt > 0)?.cardId ?? openCard(world);
}

/** The physical card that is named; else the merchant's latest that awaits its activation. */
export async function cardToActivate(given: Given, { merchant }: NetworkWorld): Promise<string> {
  if (typeof given['card'] === 'string') return given['card'];
  const { list } = await merchant.call('cardPage', { status: '3', pageSize: 1 });
  if (!list[0]) throw new CommandRefused('no physical card awaits its activation: the merchant assigns one');
  return list[0].cardId;
}

async function openCard(world: NetworkWorld): Promise<string> {
  const { merchant } = world;
  const { list } = await merchant.call('cardBin', { cardType: 1 });
  const range = list.find(
    (bin) => bin.currency === CURRENCY && bin.cardForm === 1 && bin.needCardholder === 0,
  );
  if (!range)
    throw new CommandRefused(
      `the merchant has no BIN range for a virtual ${CURRENCY} card: --card names one`,
    );
  const today = world.now().slice(0, 10);
  const { orderId } = await merchant.call('cardApply', {
    userReqNo: newRequestNumber(),
    binRangeId: range.binRangeId,
    localCurrency: CURRENCY,
    authLimitAmount: FUNDING,
    enableCurrencyCheck: 0,
    startDate: today,
    endDate: `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`.replace('-02-29', '-02-28'),
  });
  return openedBy(orderId, world);
}

async function openedBy(orderId: string, { merchant }: NetworkWorld): Promise<string> {
  for (let look = 0; look < LOOKS; look += 1) {
    const order = (await merchant.call('cardOperateQuery', { orderId })).list[0];
    if (order?.status === 1 && order.cardId !== undefined) return order.cardId;
    if (order?.status === 2) throw new CommandRefused(`no card could be opened: ${order.statusDesc}`);
    await sleep(LOOK_MS);
  }
  throw new CommandRefused(`order ${orderId} is still in process: try again, or name a card with --card`);
}
