import fc from 'fast-check';
import { expect, it } from 'vitest';
import { authorizationBalances } from '../../../../../shared/domain/issuing/model/authorization.ts';
import type { Transaction } from '../../../../../shared/domain/issuing/model/transaction.ts';
import {
  deliveries,
  type ScenarioStep,
  scenarioContents,
  scenarios,
} from '../../../../support/fixtures/transactions.ts';
import {
  CARD,
  type Delivery,
  movedAmount,
  type ReplayedState,
  SECOND_CARD,
  stateAfter,
  statesAfter,
  totalBalances,
} from './transaction-replay-fixture.ts';

const toContent = () => scenarioContents(CARD.cardId, SECOND_CARD.cardId);
const ACCOUNTS = [`card/${CARD.cardId}`, `card/${SECOND_CARD.cardId}`, 'platform:network'];

const onAccounts = (state: ReplayedState) =>
  ACCOUNTS.flatMap((account) =>
    (['available', 'frozen'] as const).map((side) => movedAmount(state, account, side)),
  );

/**
 * Returns the fields that do not depend on the order. When an event was first reported and how much it moved then do.
 */
const lasting = ({
  createdAt: _,
  createdKey: __,
  settledAt: _____,
  unsettledAt: ______,
  unsettledAmounts: ___,
  settledAmounts: ____,
  transactedKey,
  ...record
}: Transaction) => ({ ...record, transactedAt: transactedKey.split('/')[0] });

const recordsOf = ({ records }: ReplayedState) =>
  new Map(
    [...records]
      // Adjustments depend on the order of the events, as the amounts moved do.
      .filter(([, { adjustmentOf }]) => adjustmentOf === undefined)
      .map(([key, record]) => [key, lasting(record)]),
  );

it('the outcome does not depend on the order of messages or on repeats', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ scenario, received }) => {
      const content = toContent();
      const [expected, other] = [
        await stateAfter(scenario.map(content)),
        await stateAfter(received.map(content)),
      ];
      expect(recordsOf(other)).toEqual(recordsOf(expected));
      expect(other.authorizations).toEqual(expected.authorizations);
      expect([other.usedAmount, other.uses]).toEqual([expected.usedAmount, expected.uses]);
      expect(onAccounts(other)).toEqual(onAccounts(expected));
      expect([...expected.differences, ...other.differences]).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

it('once all messages have arrived and nothing is held, the time of hold expiries does not matter', async () => {
  const withExpiries = deliveries.chain(({ scenario, received }) =>
    fc.array(fc.nat({ max: received.length }), { maxLength: 3 }).map((positions) => ({
      scenario,
      received: positions.reduce<(ScenarioStep | 'expiry')[]>(withExpiry, [...received]),
    })),
  );
  await fc.assert(
    fc.asyncProperty(withExpiries, async ({ scenario, received }) => {
      const content = toContent();
      const contents = received.map((one): Delivery => (one === 'expiry' ? one : content(one)));
      const expected = await stateAfter([...scenario.map(content), 'expiry']);
      const other = await stateAfter([...contents, 'expiry']);
      expect(onAccounts(other)).toEqual(onAccounts(expected));
      expect(other.usedAmount).toBe(expected.usedAmount);
      expect(other.uses).toBe(expected.uses);
      expect(totalBalances(other).hold).toBe(0n);
      expect(other.differences).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

const withExpiry = (received: (ScenarioStep | 'expiry')[], index: number) =>
  received.toSpliced(index, 0, 'expiry');

it('a hold is never negative, nor more than was authorized, at any moment', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ received }) => {
      for (const { authorizations } of await statesAfter(received.map(toContent()))) {
        for (const authorization of authorizations.values()) {
          const { hold } = authorizationBalances(authorization);
          expect(hold).toBeGreaterThanOrEqual(0n);
          expect(hold).toBeLessThanOrEqual(authorization.authorized);
        }
      }
    }),
  );
});

it('money is neither created nor lost, and equals the authorizations', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ received }) => {
      const state = await stateAfter(received.map(toContent()));
      const { hold, spent } = totalBalances(state);
      expect(movedAmount(state, 'card/', 'frozen')).toBe(hold);
      expect(movedAmount(state, 'card/', 'available')).toBe(-hold - spent);
      expect(movedAmount(state, 'platform:network', 'available')).toBe(spent);
      expect(state.usedAmount).toBe(hold + spent);
    }),
    { numRuns: 150 },
  );
});

const cents = (major: string | null | undefined) => BigInt(Math.round(Number(major) * 100));

/** Returns the root of a record on its card: the record that refers to no other. */
function rootOf(scenario: readonly ScenarioStep[], { record, onSecondCard }: ScenarioStep): string {
  let root = record;
  for (
    let step = scenario.find((one) => one.record === root && one.onSecondCard === onSecondCard);
    step?.origin !== undefined;
    step = scenario.find((one) => one.record === root && one.onSecondCard === onSecondCard)
  )
    root = step.origin;
  return `${root}/${onSecondCard}`;
}

interface Settled {
  cleared: bigint;
  undone: bigint;
  returned: bigint;
}

const NONE: Settled = { cleared: 0n, undone: 0n, returned: 0n };

function kindOf({ transType, fundsDirection }: ScenarioStep['content']): keyof Settled {
  if (transType === '2') return 'undone';
  return transType === '3' || (transType === '4' && fundsDirection === 1) ? 'returned' : 'cleared';
}

/** Returns the sum that the settled events of a scenario take. */
function spentBy(scenario: readonly ScenarioStep[]): bigint {
  const sums = new Map<string, Settled>();
  for (const step of scenario.filter(
    ({ content }) => content.transCategory === 2 && content.transStatus === '1',
  )) {
    const root = rootOf(scenario, step);
    const sum = sums.get(root) ?? NONE;
    const kind = kindOf(step.content);
    const amount = cents(step.content.settleAmount ?? step.content.localCurrencyAmt);
    sums.set(root, { ...sum, [kind]: sum[kind] + amount });
  }
  const back = ({ cleared, undone }: Settled) => (undone < cleared ? undone : cleared);
  return [...sums.values()].reduce((sum, one) => sum + one.cleared - back(one) - one.returned, 0n);
}

it('money moves by the settled events, except that a reversal returns at most what was cleared', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      // authorization.test.ts has examples of a capture after a reversal.
      fc.pre(!scenario.some(({ content }) => content.transType === '5' && content.transCategory === 2));
      expect(totalBalances(await stateAfter(scenario.map(toContent()))).spent).toBe(spentBy(scenario));
    }),
    { numRuns: 150 },
  );
});
