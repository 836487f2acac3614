import { type Card, cardFrom, cardKey, isExpired, spendingAccount } from '../../cards/card.ts';
import { readVault } from '../../cards/read-vault.ts';
import { NotEntitled } from '../../contract/errors.ts';
import { formatDate } from '../../contract/time.ts';
import { groupFrom, groupKey } from '../../groups/group.ts';
import { readBalance } from '../../ledger/balance.ts';
import { findMerchant } from '../../merchants/merchant.ts';
import type { Platform } from '../../platform/platform.ts';
import { StaleDecision } from '../../requests/once.ts';
import { assertMaySpeakOf } from '../../upstreams/rights.ts';
import { type EntitledTeller, numberingOf, upstreamKey } from '../../upstreams/upstream.ts';
import { ANOTHERS, findChain, findNumber } from '../place.ts';
import type { Facts } from './decide.ts';
import { type AuthorizeRequest, askedAmount, localAmount } from './purchase.ts';

/**
 * Everything that decides on the purchase, as it is now; undefined where this issuer has no card of the number. A number
 * that is only in stock, or whose card is not open yet, is nobody's card.
 *
 * @throws NotEntitled where the network was not given the card's BIN range, or names another's authorization
 */
export async function gatherFacts(
  platform: Platform,
  request: AuthorizeRequest,
  upstream: EntitledTeller,
): Promise<Facts | undefined> {
  const { store, vault } = platform;
  const cardId = await vault.findCard(request.cardNo);
  const item = cardId === undefined ? undefined : await store.get('cards', cardKey(cardId));
  if (!item) return undefined;
  const card = cardFrom(item);
  if (card.issuer !== upstream.issuer) return undefined;
  assertMaySpeakOf(upstream, card.binRangeId);
  const reader = upstreamKey(upstream.userNo).pk;
  const read = { cardId: card.cardId, reader, operation: 'network/authorize' };
  const [secrets, merchant, groupEnabled, balance, increment] = await Promise.all([
    readVault(platform, read, request.cardNo),
    findMerchant(store, card.userNo),
    isGroupEnabled(platform, card.groupId),
    readBalance(store, spendingAccount(card)),
    incrementOf(platform, request, card, numberingOf(upstream)),
  ]);
  const now = platform.now();
  const today = formatDate(now, platform.utcOffset);
  if (secrets?.cvv2 === undefined && !isOver(card, today)) {
    // A cancellation in between has removed the verification number.
    if (secrets) throw new StaleDecision();
    throw new Error(`the vault finds card ${card.cardId} but keeps no secrets of it`);
  }
  return {
    card,
    secrets: secrets ?? card,
    merchantEnabled: merchant?.enabled === true,
    groupEnabled,
    available: balance.available,
    presented: { expiry: request.expiry, cvv2: request.cvv2 },
    transCurrency: request.transCurrency,
    amount: localAmount(request, card.currency),
    isAsked: askedAmount(request) > 0n,
    ...(increment && { increment }),
    now,
    today,
  };
}

/** Closed or expired: of such a card the vault keeps no verification number, and later no number. */
const isOver = ({ status, expiry }: Card, today: string): boolean =>
  status === 'closed' || isExpired(expiry, today);

async function isGroupEnabled({ store }: Platform, groupId: string | undefined): Promise<boolean> {
  if (groupId === undefined) return true;
  const item = await store.get('cards', groupKey(groupId));
  return item !== undefined && groupFrom(item).status === 'enabled';
}

/** What is known of the authorization that the purchase increments; undefined where it is one of its own. */
async function incrementOf(
  platform: Platform,
  { originRecordNo }: AuthorizeRequest,
  { cardId }: Card,
  source: string,
): Promise<Facts['increment']> {
  if (originRecordNo === undefined) return undefined;
  const [chain, { record, anothersCard }] = await Promise.all([
    findChain(platform.store, { source, cardId }, originRecordNo),
    findNumber(platform, source, originRecordNo),
  ]);
  if (!chain && anothersCard === cardId) throw new NotEntitled(ANOTHERS);
  return { isOthers: record !== undefined && record.cardId !== cardId, ...(chain && { chain }) };
}
