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
  { name: 'money', mutate: ['shared/money/**/*.ts'], tests: ['test/unit/money/**/*.test.ts'] },
  {
    name: 'ledger',
    mutate: ['shared/ledger/**/*.ts'],
    tests: [
      'test/unit/{ledger,audit,statements}/**/*.test.ts',
      'test/integration/statements/*.test.ts',
      'test/integration/domain/{accounts,account-parts}.test.ts',
      'test/integration/{transactions/effects,upstream/flows}.test.ts',
      'test/integration/faults/ledger.test.ts',
      'test/integration/domain/orders.test.ts',
    ],
  },
  {
    name: 'orders',
    mutate: ['shared/orders/**/*.ts'],
    tests: [
      'test/integration/domain/{order-refusals,opened-cards,order-races,cancellations,order-defects}.test.ts',
      'test/integration/upstream/{asking,flows,faults}.test.ts',
      'test/integration/doors/card-operate.test.ts',
      'test/integration/queries/{orders,order-pages}.test.ts',
      'test/integration/notifications/content.test.ts',
      'test/integration/faults/settle.test.ts',
      'test/integration/domain/{groups,orders}.test.ts',
      'test/integration/transactions/cancelled-cards.test.ts',
    ],
  },
  {
    name: 'transactions',
    mutate: ['shared/transactions/**/*.ts'],
    tests: [
      'test/unit/transactions/{book,chain,event,record,merchant-books}.test.ts',
      'test/unit/transactions/authorize/*.test.ts',
      'test/integration/transactions/{effects,chains,fees,expiry,cancelled-cards}.test.ts',
      'test/integration/authorize/{decisions,answers,meanwhile}.test.ts',
      'test/integration/queries/transactions.test.ts',
      'test/{unit,integration}/transactions/permutations.test.ts',
      'test/integration/authorize/races.test.ts',
      'test/integration/ops/transactions.test.ts',
    ],
  },
  {
    name: 'delivery',
    mutate: [
      'shared/notifications/{attempt,deliver,endpoint,record,resend,retry-after,schedule,send,turns}.ts',
      'shared/platform/{due,sweep}.ts',
    ],
    tests: [
      'test/unit/{notifications,platform}/**/*.test.ts',
      'test/integration/notifications/{turns,history,paused}.test.ts',
      'test/integration/ops/notifications.test.ts',
      'test/integration/{notifications,sweep}/*.test.ts',
    ],
  },
];

/** The room of this name; throws RangeError when there is none. */
export function roomNamed(name: string): Room {
  const room = ROOMS.find((one) => one.name === name);
  if (!room) throw new RangeError(`no room "${name}": there are ${ROOMS.map((one) => one.name).join(', ')}`);
  return room;
}
