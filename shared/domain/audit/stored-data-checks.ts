import type { Item } from '../../runtime/store/item.ts';
import { EMBEDDED } from '../issuer-name.ts';
import type { Card } from '../issuing/model/card.ts';
import { type CheckResult, checkEach, countBy, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const itemsOf = (items: readonly Item[], prefix: string): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith(prefix));

/**
 * Checks that every merchant's cards are numbered from 1 without gaps, in order of creation, and that the counter is
 * right.
 */
export function cardSequencesAreComplete({ cards, items }: AuditSnapshot): CheckResult {
  const byMerchant = Map.groupBy(cards.values(), ({ userNo }) => userNo);
  const listings = new Map(
    itemsOf(items.cards, 'listing/').map((item) => [String(item['pk']).slice('listing/'.length), item]),
  );
  const merchants = new Set([...byMerchant.keys(), ...listings.keys()]);
  return checkEach("every merchant's card sequence is complete", merchants, (userNo) => {
    const own = (byMerchant.get(userNo) ?? []).toSorted((one, other) => one.ordinal - other.ordinal);
    const { count, lastAt } = listings.get(userNo) ?? {};
    const what = `merchant ${userNo}`;
    return [
      ...mismatch(`${what}: cards`, Number(count), 'its cards', own.length),
      ...mismatch(`${what}: last card at`, Number(lastAt), 'its cards', own.at(-1)?.createdAt),
      ...own.flatMap((card, index) => sequenceMismatches(card, own[index - 1], index + 1)),
    ];
  });
}

function sequenceMismatches(
  { cardId, ordinal, createdAt }: Card,
  before: Card | undefined,
  place: number,
): string[] {
  return [
    ...mismatch(`card ${cardId}: place`, ordinal, 'its merchant', place),
    ...(before && before.createdAt > createdAt
      ? [`card ${cardId}: it follows card ${before.cardId}, which is younger`]
      : []),
  ];
}

/** Checks that every cardholder counts its cards that are open or being opened. */
export function liveCardCountsEqualCards({ cards, orders, items }: AuditSnapshot): CheckResult {
  const named = [
    ...[...cards.values()].filter(({ status }) => status !== 'closed'),
    ...orders.flatMap((order) => (order.status === 'pending' && 'opening' in order ? [order.opening] : [])),
  ];
  const counts = countBy(named, ({ cardUserId }) => cardUserId);
  const holders = new Map(
    itemsOf(items.cardholders, 'holder/').map((item) => [String(item['pk']).slice('holder/'.length), item]),
  );
  return checkEach(
    'every cardholder counts its cards',
    new Set([...holders.keys(), ...counts.names()]),
    (cardUserId) => {
      const holder = holders.get(cardUserId);
      if (!holder) return [`holder ${cardUserId}: it does not exist`];
      return mismatch(
        `holder ${cardUserId}: cards`,
        BigInt(Number(holder['liveCards'])),
        'its cards',
        counts.of(cardUserId),
      );
    },
  );
}

/**
 * Checks that the vault has the number of every card issued here or in stock, and that the number leads to the card.
 */
export function cardNumbersAreInVault({ cards, items }: AuditSnapshot): CheckResult {
  const vault = new Map(items.vault.map((item) => [String(item['pk']), item]));
  const issuedHere = [...cards.values()]
    .filter(({ issuer }) => issuer === EMBEDDED)
    .map(({ cardId }) => cardId);
  const stock = itemsOf(items.cards, 'stock/').filter(({ stockState }) => stockState !== 'reserved');
  const ids = new Set([...issuedHere, ...stock.map(({ cardId }) => String(cardId))]);
  return checkEach('every card issued here has a number of its own', ids, (cardId) => {
    const number = vault.get(`card/${cardId}`)?.['number'];
    if (number === undefined) return [`card ${cardId}: the vault has no number for it`];
    return mismatch(
      `card ${cardId}: its number is that of card`,
      vault.get(`number/${number}`)?.['cardId'],
      'the vault',
      cardId,
    );
  });
}

/** Checks that the vault has no CVV2 or PIN of a closed card, and that its number was or will be removed. */
export function closedCardsKeepNoSecrets({ cards, items }: AuditSnapshot): CheckResult {
  const vault = new Map(items.vault.map((item) => [String(item['pk']), item]));
  const closed = [...cards.values()].filter(
    ({ issuer, status }) => issuer === EMBEDDED && status === 'closed',
  );
  const withPin = new Set(items.pins.flatMap(({ pk, pin }) => (pin === undefined ? [] : [String(pk)])));
  return checkEach('closed cards have neither CVV2 nor PIN', closed, ({ cardId }) => {
    const stored = vault.get(`card/${cardId}`) ?? {};
    return [
      ...(stored['cvv2'] === undefined ? [] : [`card ${cardId}: its CVV2 is still stored`]),
      ...(withPin.has(`pin/${cardId}`) ? [`card ${cardId}: its PIN is still stored`] : []),
      ...(stored['secrets'] !== undefined && stored['dueAt'] === undefined
        ? [`card ${cardId}: its number is never removed`]
        : []),
    ];
  });
}

/** Checks that exactly the cards and groups at external issuers are indexed by their external ids. */
export function externalIdsMatchCards({ cards, groups, items }: AuditSnapshot): CheckResult {
  const stored = new Map(
    itemsOf(items.cards, 'upstream/').map(({ pk, localId }) => [String(pk), String(localId)]),
  );
  const expected = new Map<string, string>([
    ...[...cards.values()].flatMap(({ issuer, issuerCardId, cardId }) =>
      issuer === EMBEDDED ? [] : [[`upstream/${issuer}/card/${issuerCardId}`, cardId] as const],
    ),
    ...[...groups.values()].flatMap(({ issuer, issuerGroupId, groupId }) =>
      issuer === EMBEDDED ? [] : [[`upstream/${issuer}/group/${issuerGroupId}`, groupId] as const],
    ),
  ]);
  return checkEach('every external id is indexed', new Set([...stored.keys(), ...expected.keys()]), (pk) =>
    mismatch(`${pk}: it is`, stored.get(pk), 'cards and groups', expected.get(pk)),
  );
}
