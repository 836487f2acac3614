import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { EMBEDDED } from '../../../../../shared/domain/issuer-name.ts';
import {
  type Authorization,
  authorizationBalances,
  authorizationFrom,
  mergedInto,
} from '../../../../../shared/domain/issuing/model/authorization.ts';
import { type Card, cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import {
  isDuplicate,
  type Transaction,
  transactionFrom,
} from '../../../../../shared/domain/issuing/model/transaction.ts';
import {
  type EventOrigin,
  eventFrom,
  type TransactionEvent,
} from '../../../../../shared/domain/issuing/model/transaction-event.ts';
import { expiryEvent } from '../../../../../shared/domain/issuing/transactions/expiry-event.ts';
import { matchAuthorization } from '../../../../../shared/domain/issuing/transactions/match-authorization.ts';
import { forcedTransactionWrites } from '../../../../../shared/domain/issuing/transactions/post-transaction.ts';
import { authorizationDifferences } from '../../../../../shared/domain/issuing/transactions/recompute.ts';
import { entryFrom } from '../../../../../shared/domain/money/ledger/entry.ts';
import type { Posting } from '../../../../../shared/domain/money/ledger/posting.ts';
import {
  type Notification,
  notificationFrom,
} from '../../../../../shared/domain/notifications/notification.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { ReceivedTransaction } from '../../../../support/fixtures/transactions.ts';
import { MemoryStore } from '../../../../support/stores/model/memory-store.ts';
import { facts } from './authorize/facts-fixture.ts';

/** Two single-use cards: the second replaced the first. */
export const CARD: Card = { ...facts().card, multiUse: false };
export const SECOND_CARD: Card = { ...CARD, cardId: '1150000000000002' };

/** The upstream that reports by default. */
export const SOURCE = '90000001';

const ZONE = '+08:00';
const cardOf = (cardId: string): Card => (cardId === CARD.cardId ? CARD : SECOND_CARD);

/** Returns the event of a content. */
export const eventOf = (
  content: ReceivedTransaction,
  { source = SOURCE, issuer = EMBEDDED }: Partial<EventOrigin> = {},
): TransactionEvent => eventFrom(content, { source, issuer, currency: 'USD' }, ZONE, 0);

/** What is delivered: a content, or the expiry of all holds. */
export type Delivery =
  | ReceivedTransaction
  | { readonly content: ReceivedTransaction; readonly source: string }
  | 'expiry';

/** The state that results from the deliveries, with all postings and notifications. */
export interface ReplayedState {
  readonly records: ReadonlyMap<string, Transaction>;
  readonly authorizations: ReadonlyMap<string, Authorization>;
  readonly postings: readonly Posting[];
  readonly notifications: readonly Notification[];
  readonly usedAmount: bigint;
  readonly uses: number;
  readonly items: readonly Item[];
  readonly differences: readonly string[];
}

/**
 * Delivers the contents one after another, with the functions that write to the tables. Returns the state after each.
 */
export async function statesAfter(deliveries: readonly Delivery[]): Promise<ReplayedState[]> {
  const replay = openReplay();
  const states: ReplayedState[] = [];
  for (const delivery of deliveries) {
    await replay.deliver(delivery);
    states.push(await replay.state());
  }
  return states;
}

/**
 * Delivers the contents one after another. Another platform has other ids, which begin at `firstId`, and may have
 * another issuer.
 */
export async function stateAfter(
  deliveries: readonly Delivery[],
  firstId = 0,
  issuer = EMBEDDED,
): Promise<ReplayedState> {
  const replay = openReplay(firstId, issuer);
  for (const delivery of deliveries) await replay.deliver(delivery);
  return replay.state();
}

function openReplay(firstId = 0, issuer = EMBEDDED) {
  const store = new MemoryStore();
  let ids = firstId;
  const deps = {
    store,
    now: () => Date.UTC(2026, 2, 1) + ids,
    // Each id has its own millisecond.
    random: () => {
      ids += 1;
      return 0;
    },
    holdMs: 1,
    travelHoldMs: 1,
    alarm: () => {},
    graceMs: 1,
    utcOffset: ZONE,
  } as unknown as Dependencies;
  const book = async (event: TransactionEvent) => {
    const index = await matchAuthorization(deps, event);
    if (isDuplicate(index.record, event)) return;
    const card = { ...cardOf(event.cardId), issuer };
    await store.write(
      await forcedTransactionWrites(deps, { card, event, match: index, correlationId: 'test' }),
    );
  };
  const expire = async () => {
    for (const authorization of authorizationsIn(await store.scan('transactions'))) {
      const { hold } = authorizationBalances(authorization);
      ids += 1;
      const recordNo = `7${String(ids).padStart(15, '0')}`;
      if (hold > 0n) await book(expiryEvent(authorization, hold, recordNo, { now: 0, utcOffset: ZONE }));
    }
  };
  return {
    deliver: async (delivery: Delivery) => {
      if (delivery === 'expiry') return expire();
      const { content, source = SOURCE } = 'content' in delivery ? delivery : { content: delivery };
      await book(eventOf(content, { source, issuer }));
    },
    state: () => stateOf(store),
  };
}

const authorizationsIn = (items: readonly Item[]): Authorization[] =>
  items
    .filter((item) => String(item['pk']).startsWith('authorization/') && mergedInto(item) === undefined)
    .map(authorizationFrom);

async function stateOf(store: MemoryStore): Promise<ReplayedState> {
  const items = await store.scan('transactions');
  const cards = [CARD, SECOND_CARD].map(({ cardId }) => store.at('cards', cardKey(cardId)));
  const sum = (field: string) =>
    cards.reduce((total, card) => total + BigInt(Number(card?.[field] ?? 0)), 0n);
  const records = items.filter(({ pk }) => String(pk).startsWith('record/')).map(transactionFrom);
  return {
    records: new Map(records.map((record) => [record.recordNo, record])),
    authorizations: new Map(
      authorizationsIn(items).map((authorization) => [
        `${authorization.source}/${authorization.cardId}/${authorization.root}`,
        authorization,
      ]),
    ),
    postings: (await store.scan('ledger'))
      .filter(({ sk }) => sk === 'entry')
      .flatMap((item) => entryFrom(item).postings),
    notifications: (await store.scan('notifications')).map(notificationFrom),
    usedAmount: sum('usedAmount'),
    uses: Number(sum('uses')),
    items,
    differences: authorizationDifferences(items),
  };
}

/** Returns what was posted to a side of the accounts whose name begins with `account`. */
export const movedAmount = ({ postings }: ReplayedState, account: string, side: Posting['side']): bigint =>
  postings
    .filter((posting) => posting.account.startsWith(account) && posting.side === side)
    .reduce((sum, { amount }) => sum + amount, 0n);

/** Returns what all authorizations together hold and have spent. */
export function totalBalances({ authorizations }: ReplayedState) {
  const all = [...authorizations.values()].map(authorizationBalances);
  const sum = (of: 'hold' | 'spent') => all.reduce((total, each) => total + each[of], 0n);
  return { hold: sum('hold'), spent: sum('spent') };
}
