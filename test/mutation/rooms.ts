/** A part of the domain whose tests are put to the test. */
export interface Room {
  readonly name: string;
  /** The files to change, as globs. */
  readonly mutate: readonly string[];
  /** The tests that should notice, as globs, those that are quick or notice most first. */
  readonly tests: readonly string[];
}

export const ROOMS: readonly Room[] = [
  {
    name: 'codec',
    mutate: ['shared/codec/**/*.ts'],
    // The others repeat these for larger keys and every place of a message: too slow to run for each mutant.
    tests: ['test/unit/codec/!(oracle|tampering).test.ts'],
  },
  {
    name: 'signatures',
    mutate: ['shared/signatures/**/*.ts'],
    tests: ['test/unit/signatures/*.test.ts', 'test/integration/pipeline/{signatures,attacks}.test.ts'],
  },
  { name: 'money', mutate: ['shared/money/**/*.ts'], tests: ['test/unit/money/**/*.test.ts'] },
  {
    name: 'ledger',
    mutate: ['shared/ledger/**/*.ts'],
    tests: [
      'test/unit/ledger/*.test.ts',
      'test/unit/audit/audit.test.ts',
      'test/unit/statements/*.test.ts',
      'test/integration/ledger/*.test.ts',
      'test/integration/domain/accounts.test.ts',
      'test/integration/transactions/effects.test.ts',
      'test/integration/faults/ledger.test.ts',
      'test/integration/statements/*.test.ts',
      'test/integration/transactions/{fees,cancelled-cards}.test.ts',
      'test/integration/accounts/transfer.test.ts',
      'test/integration/ops/corrections.test.ts',
      'test/integration/domain/{orders,account-parts}.test.ts',
      'test/integration/upstream/flows.test.ts',
    ],
  },
  {
    name: 'statements',
    mutate: ['shared/statements/**/*.ts'],
    tests: [
      'test/unit/statements/*.test.ts',
      'test/integration/statements/{repair,pages,write-lines,statement,platform-account,audit}.test.ts',
    ],
  },
  {
    name: 'orders',
    mutate: ['shared/orders/**/*.ts'],
    tests: [
      'test/integration/domain/{order-refusals,opened-cards,order-races,cancellations,order-defects,order-failures}.test.ts',
      'test/integration/upstream/asking.test.ts',
      'test/integration/queries/{orders,order-pages}.test.ts',
      'test/integration/notifications/content.test.ts',
      'test/integration/faults/settle.test.ts',
      'test/integration/transactions/cancelled-cards.test.ts',
      'test/integration/statements/statement.test.ts',
      'test/integration/ops/orders.test.ts',
      'test/integration/upstream/{faults,flows}.test.ts',
      'test/integration/domain/{groups,orders}.test.ts',
      'test/integration/faults/crashes.test.ts',
      'test/integration/sweep/sweep.test.ts',
      'test/integration/doors/card-operate.test.ts',
    ],
  },
  {
    name: 'changes',
    mutate: ['shared/changes/**/*.ts'],
    tests: ['test/integration/upstream/{open-changes,changes,operators,races,flows}.test.ts'],
  },
  {
    name: 'transactions',
    mutate: ['shared/transactions/**/*.ts'],
    tests: [
      'test/unit/transactions/{book,event,record}.test.ts',
      'test/unit/transactions/authorize/{decide,on-card,purchase}.test.ts',
      'test/integration/transactions/{effects,chains,fees,expiry,cancelled-cards}.test.ts',
      'test/integration/authorize/{decisions,answers,meanwhile}.test.ts',
      'test/integration/queries/transactions.test.ts',
      'test/unit/transactions/chain.test.ts',
      'test/unit/transactions/authorize/cvv2.test.ts',
      'test/integration/transactions/permutations.test.ts',
      'test/integration/authorize/races.test.ts',
      'test/integration/ops/transactions.test.ts',
      'test/unit/transactions/{permutations,merchant-books}.test.ts',
    ],
  },
  {
    name: 'inbox',
    mutate: ['shared/inbox/**/*.ts'],
    tests: [
      'test/unit/inbox/*.test.ts',
      'test/integration/inbox/{suspense,retries,meanwhile,told-again,inbox,ceiling}.test.ts',
      'test/integration/doors/rights.test.ts',
      'test/integration/ops/suspense.test.ts',
    ],
  },
  {
    name: 'suspense',
    mutate: ['shared/suspense/**/*.ts'],
    tests: [
      'test/unit/suspense/*.test.ts',
      'test/integration/inbox/{suspense,told-again,inbox}.test.ts',
      'test/integration/ops/suspense.test.ts',
    ],
  },
  {
    name: 'corrections',
    mutate: ['shared/corrections/**/*.ts'],
    tests: [
      'test/integration/corrections/*.test.ts',
      'test/integration/domain/write-off-on-parts.test.ts',
      'test/integration/ops/{corrections,operators}.test.ts',
    ],
  },
  {
    name: 'dpt',
    mutate: ['shared/dpt/**/*.ts'],
    tests: [
      'test/unit/dpt/*.test.ts',
      'test/integration/dpt/{decisions,payments,withdrawals,inquiry,acquire,finality,transfers}.test.ts',
      'test/integration/ops/dpt.test.ts',
      'test/integration/dpt/{permutations,audit}.test.ts',
    ],
  },
  {
    name: 'audit',
    mutate: ['shared/audit/**/*.ts'],
    tests: [
      'test/unit/audit/*.test.ts',
      'test/integration/audit/planted.test.ts',
      'test/integration/statements/audit.test.ts',
      'test/integration/dpt/audit.test.ts',
      'test/integration/audit/every-number.test.ts',
    ],
  },
  {
    name: 'delivery',
    mutate: [
      'shared/notifications/{attempt,deliver,endpoint,record,resend,retry-after,schedule,send,turns}.ts',
      'shared/platform/{due,sweep}.ts',
    ],
    tests: [
      'test/unit/notifications/{attempt,endpoint,retry-after,schedule,send}.test.ts',
      'test/unit/platform/**/*.test.ts',
      'test/integration/notifications/{turns,history,paused,resend,fairness}.test.ts',
      'test/integration/sweep/*.test.ts',
      'test/integration/ops/notifications.test.ts',
      'test/integration/notifications/{content,answers,attempts,http}.test.ts',
    ],
  },
];

/** The room of this name; throws RangeError when there is none. */
export function roomNamed(name: string): Room {
  const room = ROOMS.find((one) => one.name === name);
  if (!room) throw new RangeError(`no room "${name}": there are ${ROOMS.map((one) => one.name).join(', ')}`);
  return room;
}
