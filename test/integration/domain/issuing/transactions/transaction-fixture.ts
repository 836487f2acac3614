import type { Dependencies, MerchantCall } from '../../../../../shared/domain/dependencies.ts';
import { cardFrom, cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import type { TransactionContent } from '../../../../../shared/domain/issuing/model/transaction-event.ts';
import { handleCardTransaction } from '../../../../../shared/domain/issuing/transactions/card-transaction-webhook.ts';
import { authorizationDifferences } from '../../../../../shared/domain/issuing/transactions/recompute.ts';
import {
  type Account,
  cardAccount,
  merchantCardAccount,
} from '../../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../../shared/domain/money/ledger/balance.ts';
import type { UpstreamCall } from '../../../../../shared/domain/upstream-call.ts';
import { formatDate } from '../../../../../shared/wire/contract/time.ts';
import { openedCard } from '../../../../support/fixtures/card-steps.ts';
import {
  type DependencyChanges,
  openTestPlatform,
  type TestPlatform,
} from '../../../../support/fixtures/test-platform.ts';
import { type ReceivedTransaction, transaction } from '../../../../support/fixtures/transactions.ts';
import { permittedUpstream } from '../../../../support/fixtures/upstream-permissions.ts';

/** Fixture of the transaction tests: a merchant that opens cards, and the processor that reports their transactions. */
export interface TransactionFixture extends TestPlatform {
  readonly own: MerchantCall;
  readonly upstreamCall: UpstreamCall;
  /** Opens a card with 100 USD. */
  card(changes?: object): Promise<string>;
  /** Sends an authorization of 40 USD with the given changes; returns its content. */
  sendTransaction(cardId: string, changes?: Partial<ReceivedTransaction>): Promise<ReceivedTransaction>;
  apply(content: ReceivedTransaction, deps?: Dependencies): Promise<void>;
  /** Returns the available and the frozen balance of an account, in cents. */
  balance(account: Account): Promise<[bigint, bigint]>;
  onCard(cardId: string): Promise<[bigint, bigint]>;
  onAccount(): Promise<[bigint, bigint]>;
  usedAmount(cardId: string): Promise<bigint>;
  /** Returns what the network is owed, by the journal. */
  owed(): Promise<bigint>;
  /** Returns the notifications of a record, by category. */
  notificationsOf(recordNo: string): Promise<TransactionContent[]>;
  /** Returns every difference in the books. */
  differences(): Promise<string[]>;
}

/** Opens the platform of a test file. */
export async function openTransactionFixture(changes?: DependencyChanges): Promise<TransactionFixture> {
  const fixture = await openTestPlatform(changes);
  const { deps, operator } = fixture;
  const own = fixture.call(await fixture.merchant('801', 100_000_000n));
  const upstreamCall = {
    deps,
    upstream: permittedUpstream('90000001'),
    correlationId: 'processor-1',
  } as UpstreamCall;
  const balance = async (account: Account): Promise<[bigint, bigint]> => {
    const { available, frozen } = await readBalance(deps.store, account);
    return [available, frozen];
  };
  const apply = (content: ReceivedTransaction, through = deps) =>
    handleCardTransaction(content, { ...upstreamCall, deps: through });
  return {
    ...fixture,
    own,
    upstreamCall,
    card: (changes) => {
      const startDate = formatDate(deps.now(), deps.utcOffset);
      return openedCard(own, { startDate, ...changes });
    },
    sendTransaction: async (cardId, changes) => {
      const content = transaction(cardId, changes);
      await apply(content);
      return content;
    },
    apply,
    balance,
    onCard: (cardId) => balance(cardAccount(cardId, 'USD')),
    onAccount: () => balance(merchantCardAccount(own.merchant.userNo, 'USD')),
    usedAmount: async (cardId) => cardFrom((await deps.store.get('cards', cardKey(cardId))) ?? {}).usedAmount,
    owed: async () =>
      (await fixture.snapshot()).entries
        .flatMap(({ postings }) => postings)
        .filter(({ account }) => account === 'platform:network/USD')
        .reduce((sum, { amount }) => sum + amount, 0n),
    notificationsOf: async (recordNo) =>
      (await fixture.snapshot()).notifications
        .filter(({ type }) => type === 'card_transaction')
        .map(({ content }) => JSON.parse(content) as TransactionContent)
        .filter((content) => content.recordNo === recordNo)
        .sort((one, other) => one.transCategory - other.transCategory),
    differences: async () => [
      ...(await fixture.audit()).flatMap(({ differences }) => [...differences]),
      ...authorizationDifferences(await operator.scan('transactions')),
    ],
  };
}
