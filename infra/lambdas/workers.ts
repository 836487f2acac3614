import { QUEUES } from '../../shared/runtime/queue/sqs-work-queue.ts';
import type { WorkKind } from '../../shared/runtime/queue/work-queue.ts';
import type { TableName } from '../../shared/runtime/store/tables.ts';
import type { Access } from '../../shared/wire/contract/operations/operation.ts';

/** The records of a table's stream that invoke the worker: those that match one of the Lambda filter patterns. */
export interface StreamSubscription {
  readonly table: TableName;
  readonly patterns: readonly Readonly<Record<string, unknown>>[];
  /** Retries of a record after the first attempt; the records behind it wait. */
  readonly retries: number;
}

/**
 * New items whose partition key has the prefix, and whose attributes are as given. Few retries suffice: the sweeper finds
 * skipped items.
 */
const insertsInto = (
  table: TableName,
  prefix: string,
  attributes: Readonly<Record<string, string>> = {},
): StreamSubscription => ({
  table,
  patterns: [
    {
      eventName: ['INSERT'],
      dynamodb: {
        Keys: { pk: { S: [{ prefix }] } },
        ...(Object.keys(attributes).length > 0 && { NewImage: imagePattern(attributes) }),
      },
    },
  ],
  retries: 3,
});

const imagePattern = (attributes: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { S: [value] }]));

/** Every change of a balance, and entries on the platform's own accounts. Nothing else finds a skipped record. */
const ledgerChanges: StreamSubscription = {
  table: 'ledger',
  patterns: [
    { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [{ prefix: 'balance/' }] } } } },
    { eventName: ['INSERT'], dynamodb: { NewImage: { onPlatform: { BOOL: [true] } } } },
  ],
  retries: 100,
};

/** A function behind the API: what invokes it, what it may access, and the queues it sends to. */
export interface Worker {
  /** The source: `functions/<function>.ts`. */
  readonly function: `worker/${string}`;
  readonly summary: string;
  readonly access: Access;
  readonly sends: readonly WorkKind[];
  readonly streams?: readonly StreamSubscription[];
  readonly consumes?: WorkKind;
  readonly everyMinutes?: number;
  /** Whether it posts to merchants' URLs. */
  readonly callsMerchants?: true;
  /** The visibility timeout of the queue that it consumes is six times as long. */
  readonly timeoutSeconds: number;
}

/** The environment variable with a queue's URL; set only for functions that send to the queue. */
export const queueVariable = (kind: WorkKind): string => QUEUES[kind].variable;

/** All workers, in the order in which an order passes through them. */
export const workers: readonly Worker[] = [
  {
    function: 'worker/relay',
    summary: 'Queues new orders that are pending, and notifications.',
    access: {},
    sends: ['order', 'notification'],
    streams: [
      // Orders that were settled at once have nobody to wake.
      insertsInto('orders', 'order/', { status: 'pending' }),
      insertsInto('notifications', 'notification/'),
    ],
    timeoutSeconds: 30,
  },
  {
    function: 'worker/fulfil',
    summary: 'Carries out orders at the issuer and books their outcomes.',
    access: {
      upstreams: 'read',
      cards: 'write',
      cardholders: 'write',
      vault: 'write',
      pins: 'erase',
      ledger: 'write',
      orders: 'write',
      notifications: 'write',
    },
    sends: [],
    consumes: 'order',
    timeoutSeconds: 30,
  },
  {
    function: 'worker/deliver',
    summary: 'Delivers notifications to merchants and schedules retries.',
    access: {
      merchants: 'read',
      keys: 'open',
      upstreams: 'read',
      cards: 'read',
      vault: 'read',
      secrets: 'open',
      notifications: 'write',
    },
    sends: ['notification'],
    consumes: 'notification',
    callsMerchants: true,
    timeoutSeconds: 30,
  },
  {
    function: 'worker/lines',
    summary: 'Writes statement lines for changes in the ledger.',
    access: { statements: 'write' },
    sends: [],
    streams: [ledgerChanges],
    timeoutSeconds: 30,
  },
  {
    function: 'worker/sweep',
    summary: 'Finds orders and notifications that were not processed in time, and queues them again.',
    access: { orders: 'write', notifications: 'write' },
    sends: ['order', 'notification'],
    everyMinutes: 1,
    timeoutSeconds: 50,
  },
  {
    function: 'worker/retry-inbox',
    summary: 'Retries messages of upstreams that were not finished, or could not be applied when they came.',
    access: {
      merchants: 'read',
      cards: 'write',
      cardholders: 'write',
      dpt: 'write',
      inbox: 'write',
      limits: 'write',
      ledger: 'write',
      orders: 'write',
      transactions: 'write',
      notifications: 'write',
      secrets: 'open',
    },
    sends: [],
    everyMinutes: 1,
    timeoutSeconds: 120,
  },
  {
    function: 'worker/expire-holds',
    summary: 'Releases the holds of authorizations that were not cleared in time.',
    access: {
      cards: 'write',
      ledger: 'write',
      transactions: 'write',
      notifications: 'write',
    },
    sends: [],
    everyMinutes: 1,
    timeoutSeconds: 120,
  },
  {
    function: 'worker/purge-card-data',
    summary: 'Removes CVV2 and PIN of expired cards, and the numbers of cards that ended long enough ago.',
    access: { vault: 'purge', pins: 'purge' },
    sends: [],
    everyMinutes: 1,
    timeoutSeconds: 120,
  },
];
