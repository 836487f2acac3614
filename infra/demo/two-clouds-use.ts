import { randomInt } from 'node:crypto';
import type { CallRequest } from '../../shared/client/client.ts';
import { newRequestNumber } from '../../shared/client/request-number.ts';
import { findLocalId } from '../../shared/domain/issuing/issuers/external-ids.ts';
import { maskPan } from '../../shared/runtime/card-number/pan.ts';
import { orderStatuses } from '../../shared/wire/contract/codes.ts';
import type { NotificationContent } from '../../shared/wire/contract/notifications.ts';
import { formatDate } from '../../shared/wire/contract/time.ts';
import type { Operator } from '../cli/command.ts';
import { DemoFailed, expectSame } from './demo-failed.ts';
import type { DemoNetwork } from './demo-network.ts';
import { CURRENCY } from './format.ts';
import type { DemoMerchant } from './merchant.ts';
import type { Terminal } from './terminal.ts';

const UTC_OFFSET = '+08:00';
const YEAR_MS = 365 * 24 * 3600 * 1000;
/** What a card is funded with, a pool, and what is bought, in major units. */
const [FUNDING, POOL, PURCHASE] = [100, 500, 40];

/** Who takes part: the merchant above, the card network below, and the operators of both. */
export interface TwoCloudsStage {
  readonly merchant: DemoMerchant;
  readonly network: DemoNetwork;
  readonly screen: Terminal;
  readonly reseller: Operator;
  readonly issuer: Operator;
  /** The name under which the one above knows the one below. */
  readonly issuerName: string;
  readonly now: () => number;
}

/** Cards of the platform below are used by a merchant of the one above. Answers nothing; a DemoProblem ends it. */
export async function useTwoClouds(stage: TwoCloudsStage): Promise<void> {
  const { screen } = stage;
  screen.step('A card that lives below: its number is fetched from there when it is shown');
  const cardId = await openCard(stage, {
    binRangeId: 'UV1',
    authLimitAmount: FUNDING,
    enableCurrencyCheck: 0,
  });
  await buy(stage, cardId);
  screen.step('A group that lives below, and a card of it');
  const userReqNo = newRequestNumber();
  const pool = { localCurrency: CURRENCY, authLimitAmount: POOL, binRangeId: 'US1', groupName: 'travel' };
  await stage.merchant.call('groupApply', { userReqNo, ...pool });
  const { groupId } = await awaitSuccess(stage, userReqNo);
  if (groupId === undefined) throw new DemoFailed('no group was opened');
  const shared = await openCard(stage, { channelType: 2, groupId, binRangeId: 'US1', authLimitAmount: POOL });
  await buy(stage, shared);
}

async function openCard(
  { merchant, now, ...stage }: TwoCloudsStage,
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
  const { cardId } = await awaitSuccess({ merchant, now, ...stage }, userReqNo);
  if (cardId === undefined) throw new DemoFailed('no card was opened');
  return cardId;
}

async function awaitSuccess({ merchant, screen }: TwoCloudsStage, userReqNo: string) {
  const outcome: NotificationContent<'card_operate'> = await merchant.awaitOutcome(userReqNo);
  screen.success(expectSame('its status is', String(outcome.status), String(orderStatuses.success)));
  return outcome;
}

/** The network below decides on a purchase, and confirms it; the merchant above hears of both under its own card. */
async function buy(
  { merchant, network, screen, reseller, issuer, issuerName }: TwoCloudsStage,
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
  const notification = await merchant.awaitNotification('card_transaction', { recordNo });
  screen.success(expectSame('of its card', notification.cardId, cardId));
  const record = await issuer.deps.store.get('transactions', { pk: `record/${recordNo}` });
  const issuerCardId = String(record?.['cardId']);
  const resellerCardId = String(await findLocalId(reseller.deps.store, issuerName, 'card', issuerCardId));
  screen.success(expectSame(`below it is ${issuerCardId}, which stands for`, resellerCardId, cardId));
  await network.send('card_3ds_otp', {
    otp: String(randomInt(1_000_000)).padStart(6, '0'),
    cardId: issuerCardId,
    cardNo: maskPan(cardNo),
    transactionCurrency: CURRENCY,
    transactionAmount: String(PURCHASE),
    merchantName: 'Bookshop',
  });
  await merchant.awaitNotification('card_3ds_otp', { cardId });
}
