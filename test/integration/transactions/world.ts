import { cardFrom, cardKey } from '../../../shared/cards/card.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { type Account, cardAccount, merchantCardAccount } from '../../../shared/ledger/accounts.ts';
import { readBalance } from '../../../shared/ledger/balance.ts';
import type { Call, Platform } from '../../../shared/platform/platform.ts';
import { applyCardTransaction } from '../../../shared/transactions/apply.ts';
import type { TransactionContent } from '../../../shared/transactions/event.ts';
import { chainDifferences } from '../../../shared/transactions/recompute.ts';
import type { Told } from '../../../shared/upstreams/told.ts';
import { openedCard } from '../../support/card-steps.ts';
import { entitled } from '../../support/rights.ts';
import { openTestPlatform, type TestPlatform } from '../../support/test-platform.ts';
import { type Transaction, transaction } from '../../support/transactions.ts';

/** What a test of the transactions room stands on: a merchant that opens cards, and the processor that tells of them. */
export interface TransactionWorld extends TestPlatform {
  readonly own: Call;
  readonly told: Told;
  /** Opens a card with 100 USD. */
  card(changes?: object): Promise<string>;
  /** Tells an authorization of 40 USD, or what else is named; answers what was told. */
  tell(cardId: string, changes?: Partial<Transaction>): Promise<Transaction>;
  apply(content: Transaction, platform?: Platform): Promise<void>;
  /** Available and frozen on an account, in cents. */
  balance(account: Account): Promise<[bigint, bigint]>;
  onCard(cardId: string): Promise<[bigint, bigint]>;
  onAccount(): Promise<[bigint, bigint]>;
  usedAmount(cardId: string): Promise<bigint>;
  /** What the network is owed, by the journal. */
  owed(): Promise<bigint>;
  /** What the merchant was told of a record, by category. */
  news(recordNo: string): Promise<TransactionContent[]>;
  /** Everything that is wrong with the books. */
  differences(): Promise<string[]>;
}

/** The world of a test file. */
export async function openTransactionWorld(): Promise<TransactionWorld> {
  const world = await openTestPlatform();
  const { platform, operator } = world;
  const own = world.call(await world.merchant('801', 100_000_000n));
  const told = { platform, upstream: entitled('90000001'), correlationId: 'processor-1' } as Told;
  const balance = async (account: Account): Promise<[bigint, bigint]> => {
    const { available, frozen } = await readBalance(platform.store, account);
    return [available, frozen];
  };
  const apply = (content: Transaction, through = platform) =>
    applyCardTransaction(content, { ...told, platform: through });
  return {
    ...world,
    own,
    told,
    card: (changes) => {
      const startDate = formatDate(platform.now(), platform.utcOffset);
      return openedCard(own, { startDate, ...changes });
    },
    tell: async (cardId, changes) => {
      const content = transaction(cardId, changes);
      await apply(content);
      return content;
    },
    apply,
    balance,
    onCard: (cardId) => balance(cardAccount(cardId, 'USD')),
    onAccount: () => balance(merchantCardAccount(own.merchant.userNo, 'USD')),
    usedAmount: async (cardId) =>
      cardFrom((await platform.store.get('cards', cardKey(cardId))) ?? {}).usedAmount,
    owed: async () =>
      (await world.books()).entries
        .flatMap(({ postings }) => postings)
        .filter(({ account }) => account === 'platform:network/USD')
        .reduce((sum, { amount }) => sum + amount, 0n),
    news: async (recordNo) =>
      (await world.books()).notifications
        .filter(({ type }) => type === 'card_transaction')
        .map(({ content }) => JSON.parse(content) as TransactionContent)
        .filter((content) => content.recordNo === recordNo)
        .sort((one, other) => one.transCategory - other.transCategory),
    differences: async () => [
      ...(await world.audit()).flatMap(({ differences }) => [...differences]),
      ...chainDifferences(await operator.scan('transactions')),
    ],
  };
}
