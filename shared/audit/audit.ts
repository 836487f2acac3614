import {
  balancesEqualJournal,
  changesAreNumbered,
  frozenIsHeld,
  platformBalances,
  postingsSumToZero,
} from './balances.ts';
import type { Books } from './books.ts';
import { cancellationsEndCards } from './cancellations.ts';
import {
  cardsAreTheirOrders,
  oneUseIsKept,
  openedCardsExist,
  ordersAreWhole,
  usedIsTransacted,
} from './cards.ts';
import { changesAreMade } from './changes.ts';
import type { Check } from './check.ts';
import { conversionsAreByTheirRates } from './families/conversions.ts';
import { entriesAreTied } from './families/families.ts';
import {
  cardCountsAreCards,
  groupsAreTheirOrders,
  openedGroupsExist,
  ordersAreOnGroups,
  poolsArePaidIn,
} from './groups.ts';
import {
  closedCardsKeepNoSecrets,
  holdersNameCards,
  idsBelowAreKept,
  listingsCountCards,
  numbersAreInTheVault,
} from './kept.ts';
import { messagesAreBooked, notificationsAreTheirMerchants, receiptsAreOneFees } from './messages.ts';
import { mirrorsEqualCards } from './mirrors.ts';
import {
  chainsEqualRecords,
  coinsAreReceived,
  networksWereAnswered,
  paymentsAreTheirBills,
  recordsAreTheirCards,
  transfersConfirmOne,
} from './records.ts';
import { answersAreKept, coinAnswersAreOrders, requestNumbersNameOrders } from './requests.ts';
import { suspendedIsFound } from './suspended.ts';
import {
  feesAreTold,
  finalOrdersAreNotified,
  notificationsAreOfRecords,
  recordsAreNotified,
} from './told.ts';

export { platformBalances } from './balances.ts';
export type { Check } from './check.ts';

const CHECKS: readonly ((books: Books) => Check | readonly Check[])[] = [
  itemsAreReadable,
  postingsSumToZero,
  balancesEqualJournal,
  changesAreNumbered,
  frozenIsHeld,
  entriesAreTied,
  chainsEqualRecords,
  recordsAreTheirCards,
  networksWereAnswered,
  usedIsTransacted,
  oneUseIsKept,
  openedCardsExist,
  ordersAreWhole,
  cardsAreTheirOrders,
  cancellationsEndCards,
  openedGroupsExist,
  groupsAreTheirOrders,
  ordersAreOnGroups,
  poolsArePaidIn,
  cardCountsAreCards,
  listingsCountCards,
  holdersNameCards,
  numbersAreInTheVault,
  closedCardsKeepNoSecrets,
  idsBelowAreKept,
  changesAreMade,
  suspendedIsFound,
  coinsAreReceived,
  paymentsAreTheirBills,
  transfersConfirmOne,
  requestNumbersNameOrders,
  answersAreKept,
  coinAnswersAreOrders,
  conversionsAreByTheirRates,
  finalOrdersAreNotified,
  recordsAreNotified,
  feesAreTold,
  notificationsAreOfRecords,
  notificationsAreTheirMerchants,
  messagesAreBooked,
  receiptsAreOneFees,
  (books) => mirrorsEqualCards(books, platformBalances(books)),
];

/**
 * Ties every entry to the record that caused it, and recomputes every sum that is kept. Meant for books at rest: tables are
 * read one after the other, so what moves meanwhile may show as a difference.
 */
export const audit = (books: Books): Check[] => CHECKS.flatMap((check) => orUnreadable(check, books));

/** A check that cannot be made of what is kept is a difference too. */
function orUnreadable(check: (typeof CHECKS)[number], books: Books): Check | readonly Check[] {
  try {
    return check(books);
  } catch (error) {
    const name = `${check.name} can be looked at`;
    return { name, examined: 0, differences: [`${check.name}: ${error}`] };
  }
}

function itemsAreReadable({ unreadable, items }: Books): Check {
  const examined = Object.values(items).reduce((sum, { length }) => sum + length, 0);
  return { name: 'every item can be read', examined, differences: unreadable };
}
