import { WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import { NotEntitled } from '../../../../wire/errors.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { readBalance } from '../../../money/ledger/balance.ts';
import { findMerchant } from '../../../parties/merchant.ts';
import { numberNamespace, type PermittedUpstream, upstreamKey } from '../../../parties/upstream.ts';
import { assertBinRangeGranted } from '../../../parties/upstream-permissions.ts';
import { readVault } from '../../cards/vault-access.ts';
import { type Card, cardFrom, cardKey, isExpired, spendingAccount } from '../../model/card.ts';
import { groupFrom, groupKey } from '../../model/group.ts';
import { AUTHORIZED_BY_ANOTHER, findAuthorization, resolveRecordNo } from '../match-authorization.ts';
import type { Facts } from './decide.ts';
import { type AuthorizeRequest, localAmount, requestedAmount } from './request.ts';

/**
 * Reads everything that decides on the purchase; undefined if the upstream's issuer has no card with that
 * number. A number that is only in stock, or whose card is not open yet, belongs to no card.
 *
 * @throws NotEntitled when the upstream was not granted the card's BIN range, or another upstream reported
 *   the authorization to increment
 * @throws WriteConflict when the card was cancelled while it was read
 */
export async function gatherFacts(
  deps: Dependencies,
  request: AuthorizeRequest,
  upstream: PermittedUpstream,
): Promise<Facts | undefined> {
  const { store, vault } = deps;
  const cardId = await vault.findCardByPan(request.cardNo);
  const item = cardId === undefined ? undefined : await store.get('cards', cardKey(cardId));
  if (!item) return undefined;
  const card = cardFrom(item);
  if (card.issuer !== upstream.issuer) return undefined;
  assertBinRangeGranted(upstream, card.binRangeId);
  const reader = upstreamKey(upstream.userNo).pk;
  const read = { cardId: card.cardId, reader, operation: 'network/authorize' };
  const [secrets, merchant, groupEnabled, balance, increment] = await Promise.all([
    readVault(deps, read, request.cardNo),
    findMerchant(store, card.userNo),
    isGroupEnabled(deps, card.groupId),
    readBalance(store, spendingAccount(card)),
    findIncrementedAuthorization(deps, request, card, numberNamespace(upstream)),
  ]);
  const now = deps.now();
  const today = formatDate(now, deps.utcOffset);
  if (secrets?.cvv2 === undefined && !isClosedOrExpired(card, today)) {
    // A cancellation in between has removed the CVV2.
    if (secrets) throw new WriteConflict();
    throw new Error(`the vault finds card ${card.cardId} but stores no secrets for it`);
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
    requestsMoney: requestedAmount(request) > 0n,
    ...(increment && { increment }),
    now,
    today,
  };
}

/** The vault stores no CVV2 of a closed or expired card, and later no number either. */
const isClosedOrExpired = ({ status, expiry }: Card, today: string): boolean =>
  status === 'closed' || isExpired(expiry, today);

async function isGroupEnabled({ store }: Dependencies, groupId: string | undefined): Promise<boolean> {
  if (groupId === undefined) return true;
  const item = await store.get('cards', groupKey(groupId));
  return item !== undefined && groupFrom(item).status === 'enabled';
}

/** Finds the authorization that the purchase increments; undefined if it increments none. */
async function findIncrementedAuthorization(
  deps: Dependencies,
  { originRecordNo }: AuthorizeRequest,
  { cardId }: Card,
  source: string,
): Promise<Facts['increment']> {
  if (originRecordNo === undefined) return undefined;
  const [authorization, { record, otherUpstreamsCard }] = await Promise.all([
    findAuthorization(deps.store, { source, cardId }, originRecordNo),
    resolveRecordNo(deps, source, originRecordNo),
  ]);
  if (!authorization && otherUpstreamsCard === cardId) throw new NotEntitled(AUTHORIZED_BY_ANOTHER);
  return {
    isOtherCards: record !== undefined && record.cardId !== cardId,
    ...(authorization && { authorization }),
  };
}
