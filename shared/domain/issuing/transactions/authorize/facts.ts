import { WriteConflict } from '../../../../runtime/idempotency/execute-once.ts';
import type { Item } from '../../../../runtime/store/item.ts';
import type { CardSecrets } from '../../../../runtime/vault/card-secrets.ts';
import type { NumberedCard } from '../../../../runtime/vault/numbered-card.ts';
import { formatDate } from '../../../../wire/contract/time.ts';
import { NotEntitled } from '../../../../wire/errors.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { balanceFrom } from '../../../money/ledger/balance.ts';
import { numberNamespace, type PermittedUpstream, upstreamKey } from '../../../parties/upstream.ts';
import { assertBinRangeGranted } from '../../../parties/upstream-permissions.ts';
import { openFromVault } from '../../cards/vault-access.ts';
import { type Card, isExpired, spendingAccount } from '../../model/card.ts';
import { groupFrom } from '../../model/group.ts';
import { AUTHORIZED_BY_ANOTHER, findAuthorization, resolveRecordNo } from '../match-authorization.ts';
import { readCardItems } from './card-items.ts';
import type { Facts } from './decide.ts';
import { type AuthorizeRequest, localAmount, requestedAmount } from './request.ts';

/**
 * Reads everything that decides on the purchase with the card that has the number; undefined if the upstream's issuer
 * has no such card. A number that is only in stock, or whose card is not open yet, belongs to no card.
 *
 * @throws NotEntitled when the upstream was not granted the card's BIN range, or another upstream reported
 *   the authorization to increment
 * @throws WriteConflict when the card was cancelled while it was read
 */
export async function gatherFacts(
  deps: Dependencies,
  request: AuthorizeRequest,
  upstream: PermittedUpstream,
  numbered: NumberedCard,
): Promise<Facts | undefined> {
  const [items, incremented] = await Promise.all([
    readCardItems(deps, numbered),
    findIncremented(deps, request, numbered, numberNamespace(upstream)),
  ]);
  if (items?.card.issuer !== upstream.issuer) return undefined;
  const { card, merchant, balance, group } = items;
  assertBinRangeGranted(upstream, card.binRangeId);
  if (incremented?.isAnotherUpstreams) throw new NotEntitled(AUTHORIZED_BY_ANOTHER);
  const now = deps.now();
  const today = formatDate(now, deps.utcOffset);
  return {
    card,
    secrets: await openSecrets(deps, request, upstream, { card, item: items.secrets, today }),
    merchantEnabled: merchant?.['enabled'] === true,
    groupEnabled:
      card.groupId === undefined || (group !== undefined && groupFrom(group).status === 'enabled'),
    available: balanceFrom(spendingAccount(card), balance).available,
    presented: { expiry: request.expiry, cvv2: request.cvv2 },
    transCurrency: request.transCurrency,
    amount: localAmount(request, card.currency),
    requestsMoney: requestedAmount(request) > 0n,
    ...(incremented && { increment: incremented.increment }),
    now,
    today,
  };
}

/**
 * Opens what the vault stores of the card.
 *
 * @throws WriteConflict when a cancellation has removed the CVV2 since the card was read
 */
async function openSecrets(
  deps: Dependencies,
  { cardNo }: AuthorizeRequest,
  { userNo }: PermittedUpstream,
  { card, item, today }: { readonly card: Card; readonly item: Item | undefined; readonly today: string },
): Promise<Pick<CardSecrets, 'cvv2' | 'expiry'>> {
  const read = { cardId: card.cardId, reader: upstreamKey(userNo).pk, operation: 'network/authorize' };
  const secrets = await openFromVault(deps, read, item, cardNo);
  if (secrets?.cvv2 === undefined && !isClosedOrExpired(card, today)) {
    if (secrets) throw new WriteConflict();
    throw new Error(`the vault finds card ${card.cardId} but stores no secrets for it`);
  }
  return secrets ?? card;
}

/** The vault stores no CVV2 of a closed or expired card, and later no number either. */
const isClosedOrExpired = ({ status, expiry }: Card, today: string): boolean =>
  status === 'closed' || isExpired(expiry, today);

/** The authorization that a purchase adds to. */
interface IncrementedAuthorization {
  readonly increment: NonNullable<Facts['increment']>;
  /** Only another upstream has reported it. */
  readonly isAnotherUpstreams: boolean;
}

/** Finds the authorization that the purchase increments; undefined if it increments none. */
async function findIncremented(
  deps: Dependencies,
  { originRecordNo }: AuthorizeRequest,
  { cardId }: NumberedCard,
  source: string,
): Promise<IncrementedAuthorization | undefined> {
  if (originRecordNo === undefined) return undefined;
  const [authorization, { record, otherUpstreamsCard }] = await Promise.all([
    findAuthorization(deps.store, { source, cardId }, originRecordNo),
    resolveRecordNo(deps, source, originRecordNo),
  ]);
  return {
    increment: {
      isOtherCards: record !== undefined && record.cardId !== cardId,
      ...(authorization && { authorization }),
    },
    isAnotherUpstreams: !authorization && otherUpstreamsCard === cardId,
  };
}
