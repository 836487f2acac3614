/** A part of the domain and its tests. */
export interface Area {
  readonly name: string;
  /** The files to change, as globs. */
  readonly mutate: readonly string[];
  /** The tests that should notice a mutant, as globs, in order of speed and of mutants noticed. */
  readonly tests: readonly string[];
}

export const AREAS: readonly Area[] = [
  {
    name: 'codec',
    mutate: ['shared/wire/codec/*.ts'],
    // The other tests repeat these for larger keys and every position of a message: too slow for each mutant.
    tests: ['test/unit/wire/codec/!(oracle|tampering).test.ts'],
  },
  {
    name: 'signatures',
    mutate: ['shared/wire/signatures/*.ts'],
    tests: [
      'test/unit/wire/signatures/*.test.ts',
      'test/integration/lambda/{attacks,message-signature}.test.ts',
    ],
  },
  { name: 'money', mutate: ['shared/wire/money/*.ts'], tests: ['test/unit/wire/money/*.test.ts'] },
  {
    name: 'ledger',
    mutate: [
      'shared/domain/money/accounts/{balance-inquiry,deposit,forced-postings,rebalance-shards}.ts',
      'shared/domain/money/ledger/*.ts',
    ],
    tests: [
      'test/unit/domain/money/ledger/{account,entry,posting,upstream-positions,shards}.test.ts',
      'test/unit/domain/money/accounts/forced-postings.test.ts',
      'test/unit/domain/audit/audit.test.ts',
      'test/unit/domain/money/statements/*.test.ts',
      'test/unit/domain/money/ledger/entry-details.test.ts',
      'test/integration/domain/money/accounts/{forced-posting-conflicts,forced-postings,rebalance-shards}.test.ts',
      'test/integration/domain/money/accounts/accounts.test.ts',
      'test/integration/domain/issuing/transactions/card-transaction-webhook.test.ts',
      'test/integration/domain/money/ledger/contention.test.ts',
      'test/integration/domain/audit/statement-checks.test.ts',
      'test/integration/domain/money/statements/*.test.ts',
      'test/integration/domain/issuing/transactions/{cancelled-cards,trade-fee-webhook}.test.ts',
      'test/integration/domain/money/exchange/transfer.test.ts',
      'test/integration/infra/cli/corrections.test.ts',
      'test/integration/domain/money/accounts/shards.test.ts',
      'test/integration/domain/issuing/orders/orders.test.ts',
      'test/integration/domain/issuing/issuers/external/flows.test.ts',
    ],
  },
  {
    name: 'statements',
    mutate: ['shared/domain/money/statements/*.ts'],
    tests: [
      'test/unit/domain/money/statements/*.test.ts',
      'test/unit/domain/money/ledger/entry-details.test.ts',
      'test/integration/domain/audit/statement-checks.test.ts',
      'test/integration/domain/money/statements/*.test.ts',
    ],
  },
  {
    name: 'orders',
    mutate: [
      'shared/domain/issuing/orders/*.ts',
      'shared/domain/issuing/model/{issuer,new-card,order,order-funds}.ts',
      'shared/runtime/queue/polling-delays.ts',
    ],
    tests: [
      'test/unit/domain/issuing/orders/*.test.ts',
      'test/integration/domain/issuing/orders/refused-late.test.ts',
      'test/integration/domain/issuing/orders/{card-cancellation,card-opening,defects,failures,races,refusals}.test.ts',
      'test/integration/domain/issuing/orders/outcome-polling.test.ts',
      'test/integration/domain/issuing/orders/{order-pages,order-inquiry}.test.ts',
      'test/integration/domain/delivery/content.test.ts',
      'test/integration/domain/issuing/orders/{settle-at-once,settle-order}.test.ts',
      'test/integration/domain/issuing/transactions/cancelled-cards.test.ts',
      'test/integration/domain/money/statements/statement-inquiry.test.ts',
      'test/integration/infra/cli/orders.test.ts',
      'test/integration/domain/issuing/issuers/external/{faults,flows}.test.ts',
      'test/integration/domain/issuing/groups/groups.test.ts',
      'test/integration/domain/issuing/orders/orders.test.ts',
      'test/integration/domain/issuing/orders/crashes.test.ts',
      'test/integration/runtime/queue/sweep.test.ts',
      'test/integration/domain/issuing/orders/card-operate-webhook.test.ts',
    ],
  },
  {
    name: 'changes',
    mutate: [
      'shared/domain/issuing/changes/*.ts',
      'shared/domain/issuing/model/{change-tracking,change-subject}.ts',
    ],
    tests: [
      'test/integration/domain/issuing/changes/{changes,open-changes,recheck-change}.test.ts',
      'test/integration/domain/issuing/issuers/external/{flows,races}.test.ts',
      'test/integration/infra/cli/external-issuers.test.ts',
    ],
  },
  {
    name: 'transactions',
    mutate: [
      'shared/domain/issuing/transactions/**/*.ts',
      'shared/runtime/queue/due-items.ts',
      'shared/domain/issuing/model/{authorization,transaction-event,fee,transaction,transaction-content,authorization-sums}.ts',
    ],
    tests: [
      'test/unit/domain/issuing/transactions/{post-transaction,booked-record,adjustment-record,enrichment,event-entry,excess-returns,unused-number,fee-receipt,inquiry-period,balance-effects}.test.ts',
      'test/unit/domain/issuing/model/{transaction-event,transaction,transaction-content,duplicate-transaction,settled-reversal,final-clearing,authorization-balances}.test.ts',
      'test/unit/domain/issuing/transactions/authorize/{decide,card-effects,request,decision-event,facts}.test.ts',
      'test/unit/domain/issuing/transactions/{authorization-writes,match-authorization,forced-transaction,recompute}.test.ts',
      'test/integration/domain/issuing/transactions/{cancelled-cards,authorizations,card-transaction-webhook,expire-holds,trade-fee-webhook}.test.ts',
      'test/integration/domain/issuing/transactions/authorize/{responses,decisions,concurrent-changes}.test.ts',
      'test/integration/domain/issuing/transactions/{released-messages,release-failures}.test.ts',
      'test/integration/domain/issuing/transactions/transaction-inquiry.test.ts',
      'test/unit/domain/issuing/model/authorization.test.ts',
      'test/unit/domain/issuing/transactions/authorize/cvv2.test.ts',
      'test/integration/domain/issuing/transactions/permutations.test.ts',
      'test/integration/domain/issuing/transactions/authorize/races.test.ts',
      'test/integration/infra/cli/transactions.test.ts',
      'test/unit/domain/issuing/transactions/{merchant-books,permutations}.test.ts',
    ],
  },
  {
    name: 'inbox',
    mutate: [
      'shared/domain/inbox/{process-message,park-message,message-money,inbound-message,message-number,receive-message,retry-inbox,message-permissions,worklist,message-writes}.ts',
    ],
    tests: [
      'test/unit/domain/inbox/inbound-message.test.ts',
      'test/integration/domain/inbox/message-permissions.test.ts',
      'test/integration/domain/inbox/{credit-ceiling,inbox,concurrent-changes,retry-inbox,suspense,repeats-after-suspense}.test.ts',
      'test/integration/lambda/upstream-permissions.test.ts',
      'test/integration/infra/cli/suspense.test.ts',
    ],
  },
  {
    name: 'suspense',
    mutate: [
      'shared/domain/money/suspense/{suspended-money,suspend}.ts',
      'shared/domain/inbox/resolve-suspense.ts',
    ],
    tests: [
      'test/unit/domain/money/suspense/suspended-money.test.ts',
      'test/integration/domain/inbox/{inbox,suspense,repeats-after-suspense}.test.ts',
      'test/integration/infra/cli/suspense.test.ts',
    ],
  },
  {
    name: 'corrections',
    mutate: ['shared/domain/money/corrections/*.ts'],
    tests: [
      'test/integration/domain/money/corrections/{correct-booking,debt}.test.ts',
      'test/integration/domain/money/corrections/write-off-on-shards.test.ts',
      'test/integration/infra/cli/{corrections,merchant-and-bins}.test.ts',
    ],
  },
  {
    name: 'dpt',
    mutate: ['shared/domain/dpt/*.ts'],
    tests: [
      'test/unit/domain/dpt/*.test.ts',
      'test/integration/domain/dpt/{acquire,decide-payment,finality,dpt-order-inquiry,payment-bill-webhook,transfers,withdrawals}.test.ts',
      'test/integration/infra/cli/dpt.test.ts',
      'test/integration/domain/audit/entries/dpt-entries.test.ts',
      'test/integration/domain/dpt/permutations.test.ts',
    ],
  },
  {
    name: 'audit',
    mutate: ['shared/domain/audit/**/*.ts'],
    tests: [
      'test/unit/domain/audit/**/*.test.ts',
      'test/unit/infra/cli/audit.test.ts',
      'test/integration/domain/audit/planted-errors.test.ts',
      'test/integration/domain/audit/statement-checks.test.ts',
      'test/integration/domain/audit/entries/dpt-entries.test.ts',
      'test/integration/domain/audit/tampered-data.test.ts',
    ],
  },
  {
    name: 'delivery',
    mutate: [
      'shared/domain/notifications/{attempt,retention}.ts',
      'shared/domain/delivery/{deliver,optimistic-attempt,endpoint-health,delivery-state,resend,retry-after,retry-schedule,send,endpoint-slots}.ts',
      'shared/runtime/queue/{backoff,due-index,sweep}.ts',
    ],
    tests: [
      'test/unit/domain/notifications/attempt.test.ts',
      'test/unit/domain/delivery/*.test.ts',
      'test/unit/runtime/{aws-client-settings,ids}.test.ts',
      'test/unit/runtime/queue/*.test.ts',
      'test/integration/domain/delivery/{fairness,attempt-history,paused-endpoints,optimistic-attempts,resend,retention,endpoint-slots}.test.ts',
      'test/integration/runtime/queue/*.test.ts',
      'test/integration/infra/cli/notifications.test.ts',
      'test/integration/domain/delivery/{responses,attempt-number,attempts,content}.test.ts',
      'test/integration/runtime/http/http-client.test.ts',
    ],
  },
];

/**
 * Returns the area of this name.
 * @throws RangeError if there is none
 */
export function areaNamed(name: string): Area {
  const table = AREAS.find((one) => one.name === name);
  if (!table) throw new RangeError(`no area "${name}": there are ${AREAS.map((one) => one.name).join(', ')}`);
  return table;
}
