import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { authorizationFrom, mergedInto } from '../../../../../shared/domain/issuing/model/authorization.ts';
import { transactionFrom } from '../../../../../shared/domain/issuing/model/transaction.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import {
  deliveries,
  type ScenarioStep,
  type SentTransaction,
  scenarioContents,
} from '../../../../support/fixtures/transactions.ts';
import { openTransactionFixture, type TransactionFixture } from './transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture();
});

/** Applies the steps to two new cards and returns the resulting state without ids. */
async function outcomeOf(steps: readonly ScenarioStep[], atOnce = false) {
  const cards = [await fixture.card(), await fixture.card()] as const;
  const received = steps.map(scenarioContents(...cards));
  if (atOnce) await Promise.all(received.map((content) => fixture.apply(content)));
  else for (const content of received) await fixture.apply(content);
  // Adjustments depend on the order of the events, as the amounts moved do.
  const all = await fixture.operator.scan('transactions');
  const beside = new Set(all.filter((item) => 'adjustmentOf' in item).map(({ recordNo }) => recordNo));
  const items = all.filter(({ cardId, recordNo }) => cards.includes(String(cardId)) && !beside.has(recordNo));
  const notifications = (await fixture.snapshot()).notifications
    .map(({ content }) => JSON.parse(content))
    .filter(({ cardId, transType }) => cards.includes(cardId) && transType !== undefined);
  const inOrder = (kind: string, number: string) =>
    items
      .filter(({ pk }) => String(pk).startsWith(`${kind}/`))
      .toSorted((one, other) => index(one, number) - index(other, number));
  const index = (item: Item, number: string) =>
    cards.indexOf(String(item['cardId'])) * 1e15 + Number(item[number]);
  return {
    balances: await Promise.all(cards.map(fixture.onCard)),
    used: await Promise.all(cards.map(fixture.usedAmount)),
    authorizations: inOrder('authorization', 'root')
      .filter((item) => mergedInto(item) === undefined)
      .map(authorizationFrom)
      .map(withoutIds),
    records: inOrder('record', 'recordNo').map(transactionFrom).map(withoutIds),
    received: notifications.filter(({ recordNo }) => !beside.has(recordNo)).length,
    notifiedSettled: notifications.filter(isSettled).reduce((sum, content) => sum + signed(content), 0),
  };
}

const isSettled = ({ transCategory, transStatus }: SentTransaction) =>
  transCategory === 2 && transStatus === '1';
const signed = ({ settleAmount = 0, fundsDirection }: SentTransaction) =>
  Math.round(settleAmount * 100) * (fundsDirection === 1 ? -1 : 1);

/** Returns what must be equal between two replays, whose cards and record numbers differ. */
function withoutIds(value: object): object {
  const ids = ['root', 'cardId', 'recordNo', 'originRecordNo', 'createdKey', 'transactedKey'];
  // The amounts that each event moved, and the times, depend on the order of the events.
  ids.push('unsettledAmounts', 'settledAmounts', 'unsettledAt', 'settledAt');
  const stored = Object.entries(value).filter(([name]) => !ids.includes(name));
  return Object.fromEntries(
    stored.map(([name, value]) => [name, typeof value === 'object' ? withoutIds(value) : value]),
  );
}

it('the outcome does not depend on the order of events, on repeats or on concurrency', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.boolean(), async ({ scenario, received }, atOnce) => {
      expect(await outcomeOf(received, atOnce)).toEqual(await outcomeOf(scenario));
    }),
    { numRuns: 8 },
  );
});

it('leaves the books clean', async () => {
  expect(await fixture.differences()).toEqual([]);
});
