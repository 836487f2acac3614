import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { statementCommand } from '../../infra/cli/statement.ts';
import { linesEqualJournal } from '../../shared/domain/audit/statement-checks.ts';
import type { catalogue } from '../../shared/wire/contract/catalogue.ts';
import type { ResultOf } from '../../shared/wire/contract/operations/operation.ts';
import { sharedDeployment } from '../support/clouds/deployment.ts';
import { openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { twoMerchants } from '../support/fixtures/merchant.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
const POLL_MS = 50;

type Statement = ResultOf<typeof catalogue.accountStatement>;

/** Waits until the statement has this many lines, which are written a moment later. */
async function statementOf(count: number, changes: object = {}): Promise<Statement> {
  for (;;) {
    const request = {
      accountType: 1,
      currency: 'USD',
      beginTime: '2026-01-01',
      endTime: '2099-12-31',
    } as const;
    const statement = await both.merchant.client.call('accountStatement', { ...request, ...changes });
    if (statement.totalCount >= count) return statement;
    await pause(POLL_MS);
  }
}

it('has a line for each change of the account, with the balance after it', async () => {
  const { merchant } = both;
  const cardId = await openCard(merchant);
  const { list, totalCount } = await statementOf(2);
  expect(totalCount).toBe(2);
  const [deposit, opened] = list;
  expect(deposit).toMatchObject({ kind: 'deposit', amount: 1_000, balanceAfter: 1_000, frozenAfter: 0 });
  expect(opened).toMatchObject({ kind: 'opening', frozenAfter: 0, orderId: cardId });
  expect(opened?.amount).toBeLessThan(0);
  expect(opened?.balanceAfter).toBe(1_000 + (opened?.amount ?? 0));
  const [balance] = (await merchant.client.call('accountBalance', { currency: 'USD' })).list;
  expect(opened?.balanceAfter).toBe(balance?.currentBalance);
  expect((await statementOf(2, { currentPage: 2, pageSize: 1 })).list).toEqual([opened]);
});

it('refuses a period that ends before it begins', async () => {
  const { client } = both.merchant;
  const request = {
    accountType: 1,
    currency: 'USD',
    beginTime: '2026-03-02',
    endTime: '2026-03-01',
  } as const;
  expect(await refusalCode(client.call('accountStatement', request))).toBe('110001');
});

it('equals what operators see and what the journal says', async () => {
  const { operator } = deployment;
  const account = `merchant/${both.merchant.userNo}:card/USD`;
  expect((await statementCommand([account], operator)).split('\n')).toHaveLength(3);
  const { differences } = linesEqualJournal(await operator.scan('ledger'), await operator.scan('statements'));
  expect(differences.filter((what) => what.startsWith(account))).toEqual([]);
});
