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
/** The amounts on a card, in a pool, and of a purchase, in major units. */
const [FUNDING, POOL, PURCHASE] = [100, 500, 40];

/** The participants: the reseller's merchant, the issuer's card network, and the operators of both. */
export interface TwoCloudsStage {
  readonly merchant: DemoMerchant;
  readonly network: DemoNetwork;
  readonly terminal: Terminal;
  readonly reseller: Operator;
  readonly issuer: Operator;
  /** The issuer's name at the reseller. */
  readonly issuerName: string;
  readonly now: () => number;
}

/**
 * Uses cards of the issuer as a merchant of the reseller.
 *
 * @throws DemoFailed at the first unexpected result
 */
export async function useTwoClouds(stage: TwoCloudsStage): Promise<void> {
  const { terminal } = stage;
  terminal.step('A card at the issuer: its number is fetched from there when it is shown');
  const cardId = await openCard(stage, {
    binRangeId: 'UV1',
    authLimitAmount: FUNDING,
    enableCurrencyCheck: 0,
  });
  await buy(stage, cardId);
  terminal.step('A group at the issuer, and a card of it');
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

async function awaitSuccess({ merchant, terminal }: TwoCloudsStage, userReqNo: string) {
  const outcome: NotificationContent<'card_operate'> = await merchant.awaitOutcome(userReqNo);
  terminal.success(expectSame('its status is', String(outcome.status), String(orderStatuses.success)));
  return outcome;
}

/** Authorizes a purchase at the issuer and sends a password; the reseller's merchant is notified of both. */
async function buy(
  { merchant, network, terminal, reseller, issuer, issuerName }: TwoCloudsStage,
  cardId: string,
): Promise<void> {
  const { cardNo, cardExpiryDate, cardVerifyNo } = await merchant.call('cardInfo', { cardId });
  terminal.say('At the issuer, the card network requests an authorization:');
  const { recordNo = '' } = await network.authorize({
    networkId: network.newNumber(),
    cardNo,
    expiry: cardExpiryDate,
    cvv2: cardVerifyNo,
    transCurrency: CURRENCY,
    transCurrencyAmt: PURCHASE,
    merchantName: 'Bookshop',
  });
  terminal.say('and the merchant of the reseller is notified:');
  const notification = await merchant.awaitNotification('card_transaction', { recordNo });
  terminal.success(expectSame('about its card', notification.cardId, cardId));
  const record = await issuer.deps.store.get('transactions', { pk: `record/${recordNo}` });
  const issuerCardId = String(record?.['cardId']);
  const resellerCardId = String(await findLocalId(reseller.deps.store, issuerName, 'card', issuerCardId));
  terminal.success(expectSame(`at the issuer it is ${issuerCardId}, here`, resellerCardId, cardId));
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
