import {
  balanceChangesAreNumbered,
  balancesEqualJournal,
  frozenEqualsHolds,
  platformBalances,
  postingsSumToZero,
} from './balance-checks.ts';
import { closedCardsMatchCancellations } from './cancellation-checks.ts';
import {
  cardsMatchOrders,
  openedCardsExist,
  ordersAreComplete,
  singleUseCountsEqualPurchases,
  usedAmountsEqualTransactions,
} from './card-checks.ts';
import { issuerStatesMatchChanges } from './change-checks.ts';
import type { CheckResult } from './check.ts';
import { conversionsMatchRates } from './entries/conversion-entries.ts';
import { entriesMatchRecords } from './entries/entry-families.ts';
import {
  groupCardCountsEqualCards,
  groupOrdersMatchGroups,
  groupsMatchOrders,
  openedGroupsExist,
  poolTotalsEqualOrders,
} from './group-checks.ts';
import {
  requestNumbersMatchOrders,
  storedResultsExist,
  storedResultsMatchDptOrders,
} from './idempotency-checks.ts';
import {
  appliedMessagesAreBooked,
  feeReceiptNumbersAreUnique,
  notificationsReachOwners,
} from './inbox-checks.ts';
import {
  feeNotificationsMatchEntries,
  finalOrdersAreNotified,
  notificationsMatchRecords,
  transactionsAreNotified,
} from './notification-checks.ts';
import type { AuditSnapshot } from './snapshot.ts';
import {
  cardNumbersAreInVault,
  cardSequencesAreComplete,
  closedCardsKeepNoSecrets,
  externalIdsMatchCards,
  liveCardCountsEqualCards,
} from './stored-data-checks.ts';
import { suspenseIsIndexed } from './suspense-checks.ts';
import {
  authorizationsEqualTransactions,
  networkResponsesMatchTransactions,
  outgoingTransfersMatchWithdrawals,
  paymentsMatchBills,
  receivedCoinsEqualPayments,
  transactionsMatchCards,
} from './transaction-checks.ts';
import { upstreamPositionsEqualBalances } from './upstream-position-checks.ts';

export { platformBalances } from './balance-checks.ts';
export type { CheckResult } from './check.ts';

const CHECKS: readonly ((snapshot: AuditSnapshot) => CheckResult | readonly CheckResult[])[] = [
  itemsAreReadable,
  postingsSumToZero,
  balancesEqualJournal,
  balanceChangesAreNumbered,
  frozenEqualsHolds,
  entriesMatchRecords,
  authorizationsEqualTransactions,
  transactionsMatchCards,
  networkResponsesMatchTransactions,
  usedAmountsEqualTransactions,
  singleUseCountsEqualPurchases,
  openedCardsExist,
  ordersAreComplete,
  cardsMatchOrders,
  closedCardsMatchCancellations,
  openedGroupsExist,
  groupsMatchOrders,
  groupOrdersMatchGroups,
  poolTotalsEqualOrders,
  groupCardCountsEqualCards,
  cardSequencesAreComplete,
  liveCardCountsEqualCards,
  cardNumbersAreInVault,
  closedCardsKeepNoSecrets,
  externalIdsMatchCards,
  issuerStatesMatchChanges,
  suspenseIsIndexed,
  receivedCoinsEqualPayments,
  paymentsMatchBills,
  outgoingTransfersMatchWithdrawals,
  requestNumbersMatchOrders,
  storedResultsExist,
  storedResultsMatchDptOrders,
  conversionsMatchRates,
  finalOrdersAreNotified,
  transactionsAreNotified,
  feeNotificationsMatchEntries,
  notificationsMatchRecords,
  notificationsReachOwners,
  appliedMessagesAreBooked,
  feeReceiptNumbersAreUnique,
  (snapshot) => upstreamPositionsEqualBalances(snapshot, platformBalances(snapshot)),
];

/**
 * Matches every entry with the record that caused it, and recomputes every stored sum. Meant for tables at rest: they
 * are read one after the other, so anything that moves during the audit may show as a difference.
 */
export const audit = (snapshot: AuditSnapshot): CheckResult[] =>
  CHECKS.flatMap((check) => checkedOrFailed(check, snapshot));

/** Runs a check. One that fails counts as a difference. */
function checkedOrFailed(
  check: (typeof CHECKS)[number],
  snapshot: AuditSnapshot,
): CheckResult | readonly CheckResult[] {
  try {
    return check(snapshot);
  } catch (error) {
    const name = `${check.name} could be checked`;
    return { name, examined: 0, differences: [`${check.name}: ${error}`] };
  }
}

function itemsAreReadable({ unreadable, items }: AuditSnapshot): CheckResult {
  const examined = Object.values(items).reduce((sum, { length }) => sum + length, 0);
  return { name: 'every item can be read', examined, differences: unreadable };
}
