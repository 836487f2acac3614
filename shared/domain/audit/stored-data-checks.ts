import type { Item } from '../../runtime/store/item.ts';
import { EMBEDDED } from '../issuer-name.ts';
import type { Card } from '../issuing/model/card.ts';
import { type CheckResult, checkEach, countBy, mismatch } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

const itemsOf = (items: readonly Item[], prefix: string): Item[] =>
  items.filter(({ pk }) => String(pk).startsWith(prefix));

/** A merchant's cards have places from 1 without gaps, in the order of their time, and the listing knows the last. */
export function cardSequencesAreComplete({ cards, items }: AuditSnapshot): CheckResult {
  const byMerchant = Map.groupBy(cards.values(), ({ userNo }) => userNo);
  const listings = new Map(
    itemsOf(items.cards, 'listing/').map((item) => [String(item['pk']).slice('listing/'.length), item]),
  );
  const merchants = new Set([...byMerchant.keys(), ...listings.keys()]);
  return checkEach("every merchant's cards are listed", merchants, (userNo) => {
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
      ? [`card ${cardId}: it comes after card ${before.cardId}, which is younger`]
      : []),
  ];
}

/** A holder counts the cards that name it and are not closed, and those that are being opened. */
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
    'every holder counts its cards',
    new Set([...holders.keys(), ...counts.names()]),
    (cardUserId) => {
      const holder = holders.get(cardUserId);
      if (!holder) return [`holder ${cardUserId}: it is not there`];
      return mismatch(
        `holder ${cardUserId}: cards`,
        BigInt(Number(holder['liveCards'])),
        'its cards',
        counts.of(cardUserId),
      );
    },
  );
}

/** The vault keeps a number for every card kept here and for those in stock, and the number finds the card. */
export function cardNumbersAreInVault({ cards, items }: AuditSnapshot): CheckResult {
  const vault = new Map(items.vault.map((item) => [String(item['pk']), item]));
  const here = [...cards.values()].filter(({ issuer }) => issuer === EMBEDDED).map(({ cardId }) => cardId);
  const stock = itemsOf(items.cards, 'stock/').filter(({ stockState }) => stockState !== 'reserved');
  const ids = new Set([...here, ...stock.map(({ cardId }) => String(cardId))]);
  return checkEach('every card kept here has a number of its own', ids, (cardId) => {
    const number = vault.get(`card/${cardId}`)?.['number'];
    if (number === undefined) return [`card ${cardId}: the vault keeps no number of it`];
    return mismatch(
      `card ${cardId}: its number is that of card`,
      vault.get(`number/${number}`)?.['cardId'],
      'the vault',
      cardId,
    );
  });
}

/** Of a card that was closed the vault keeps neither verification number nor PIN, and its number is to be removed or was. */
export function closedCardsKeepNoSecrets({ cards, items }: AuditSnapshot): CheckResult {
  const vault = new Map(items.vault.map((item) => [String(item['pk']), item]));
  const closed = [...cards.values()].filter(
    ({ issuer, status }) => issuer === EMBEDDED && status === 'closed',
  );
  const withPin = new Set(items.pins.flatMap(({ pk, pin }) => (pin === undefined ? [] : [String(pk)])));
  return checkEach('closed cards have neither CVV2 nor PIN', closed, ({ cardId }) => {
    const kept = vault.get(`card/${cardId}`) ?? {};
    return [
      ...(kept['cvv2'] === undefined ? [] : [`card ${cardId}: its cvv2 is kept`]),
      ...(withPin.has(`pin/${cardId}`) ? [`card ${cardId}: its pin is kept`] : []),
      ...(kept['secrets'] !== undefined && kept['dueAt'] === undefined
        ? [`card ${cardId}: its number is kept for ever`]
        : []),
    ];
  });
}

/** What is kept at a platform below is known by its id there, and nothing else is. */
export function externalIdsMatchCards({ cards, groups, items }: AuditSnapshot): CheckResult {
  const kept = new Map(itemsOf(items.cards, 'upstream/').map(({ pk, ours }) => [String(pk), String(ours)]));
  const there = new Map<string, string>([
    ...[...cards.values()].flatMap(({ issuer, issuerCardId, cardId }) =>
      issuer === EMBEDDED ? [] : [[`upstream/${issuer}/card/${issuerCardId}`, cardId] as const],
    ),
    ...[...groups.values()].flatMap(({ issuer, issuerGroupId, groupId }) =>
      issuer === EMBEDDED ? [] : [[`upstream/${issuer}/group/${issuerGroupId}`, groupId] as const],
    ),
  ]);
  return checkEach(
    'what is kept below is known by its id there',
    new Set([...kept.keys(), ...there.keys()]),
    (pk) => mismatch(`${pk}: it is`, kept.get(pk), 'cards and groups', there.get(pk)),
  );
}
