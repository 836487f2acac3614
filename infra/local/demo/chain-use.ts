import { randomInt } from 'node:crypto';
import { maskCardNumber } from '../../../shared/cards/number.ts';
import type { CallRequest } from '../../../shared/client/client.ts';
import { newRequestNumber } from '../../../shared/client/request-number.ts';
import { orderStatuses } from '../../../shared/contract/codes.ts';
import type { NotificationContent } from '../../../shared/contract/notifications.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { ourIdOf } from '../../../shared/issuer/ids.ts';
import type { Operator } from '../../ops/operator.ts';
import type { DemoMerchant } from './merchant.ts';
import type { DemoNetwork } from './network.ts';
import { DemoProblem, expectSame } from './problem.ts';
import type { Screen } from './screen.ts';
import { CURRENCY } from './words.ts';

const UTC_OFFSET = '+08:00';
const YEAR_MS = 365 * 24 * 3600 * 1000;
/** What a card is funded with, a pool, and what is bought, in major units. */
const [FUNDING, POOL, PURCHASE] = [100, 500, 40];

/** Who takes part: the merchant above, the card network below, and the operators of both. */
export interface ChainStage {
  readonly merchant: DemoMerchant;
  readonly network: DemoNetwork;
  readonly screen: Screen;
  readonly above: Operator;
  readonly below: Operator;
  /** The name under which the one above knows the one below. */
  readonly name: string;
  readonly now: () => number;
}

/** Cards of the platform below are used by a merchant of the one above. Answers nothing; a DemoProblem ends it. */
export async function useChain(stage: ChainStage): Promise<void> {
  const { screen } = stage;
  screen.step('A card that lives below: its number is fetched from there when it is shown');
  const cardId = await open(stage, { binRangeId: 'UV1', authLimitAmount: FUNDING, enableCurrencyCheck: 0 });
  await buy(stage, cardId);
  screen.step('A group that lives below, and a card of it');
  const userReqNo = newRequestNumber();
  const pool = { localCurrency: CURRENCY, authLimitAmount: POOL, binRangeId: 'US1', groupName: 'travel' };
  await stage.merchant.call('groupApply', { userReqNo, ...pool });
  const { groupId } = await succeeded(stage, userReqNo);
  if (groupId === undefined) throw new DemoProblem('no group was opened');
  const shared = await open(stage, { channelType: 2, groupId, binRangeId: 'US1', authLimitAmount: POOL });
  await buy(stage, shared);
}

async function open(
  { merchant, now, ...stage }: ChainStage,
  changes: Partial<CallRequest<'cardApply'>>,
): Promise<string> {
  const userReqNo = newRequestNumber();
  await merchant.call('cardApply', {
    userReqNo,
    localCurrency: CURRENCY,
    startDate: formatDate(now(), UTC_OFFSET),
    endDate: formatDate(now() + YEAR_MS, UTC_OFFSET),
    ...changes,
  });
  const { cardId } = await succeeded({ merchant, now, ...stage }, userReqNo);
  if (cardId === undefined) throw new DemoProblem('no card was opened');
  return cardId;
}

async function succeeded({ merchant, screen }: ChainStage, userReqNo: string) {
  const outcome: NotificationContent<'card_operate'> = await merchant.outcomeOf(userReqNo);
  screen.good(expectSame('its status is', String(outcome.status), String(orderStatuses.success)));
  return outcome;
}

/** The network below decides on a purchase, and confirms it; the merchant above hears of both under its own card. */
async function buy(
  { merchant, network, screen, above, below, name }: ChainStage,
  cardId: string,
): Promise<void> {
  const { cardNo, cardExpiryDate, cardVerifyNo } = await merchant.call('cardInfo', { cardId });
  screen.say('At the platform below, the card network asks:');
  const { recordNo = '' } = await network.authorize({
    networkId: network.newNumber(),
    cardNo,
    expiry: cardExpiryDate,
    cvv2: cardVerifyNo,
    transCurrency: CURRENCY,
    transCurrencyAmt: PURCHASE,
    merchantName: 'Bookshop',
  });
  screen.say('and the merchant of the platform above is told:');
  const told = await merchant.told('card_transaction', { recordNo });
  screen.good(expectSame('of its card', told.cardId, cardId));
  const record = await below.platform.store.get('transactions', { pk: `record/${recordNo}` });
  const theirs = String(record?.['cardId']);
  const ours = String(await ourIdOf(above.platform.store, name, 'card', theirs));
  screen.good(expectSame(`below it is ${theirs}, which stands for`, ours, cardId));
  await network.send('card_3ds_otp', {
    otp: String(randomInt(1_000_000)).padStart(6, '0'),
    cardId: theirs,
    cardNo: maskCardNumber(cardNo),
    transactionCurrency: CURRENCY,
    transactionAmount: String(PURCHASE),
    merchantName: 'Bookshop',
  });
  await merchant.told('card_3ds_otp', { cardId });
}
