import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { EMBEDDED } from '../../../../../shared/domain/issuer-name.ts';
import { cardKey } from '../../../../../shared/domain/issuing/model/card.ts';
import { groupKey } from '../../../../../shared/domain/issuing/model/group.ts';
import { fulfilOrder } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { rechargeCard } from '../../../../../shared/domain/issuing/orders/recharge.ts';
import {
  type Debtor,
  postDebtCollection,
  postDebtWriteOff,
} from '../../../../../shared/domain/money/corrections/debt.ts';
import { ActRefused } from '../../../../../shared/domain/money/corrections/operator-act.ts';
import { cardAccount, merchantCardAccount } from '../../../../../shared/domain/money/ledger/account.ts';
import { findEntry } from '../../../../../shared/domain/money/ledger/entry.ts';
import { onCard, openedCard, openedGroup } from '../../../../support/fixtures/card-steps.ts';
import { interruptedStore } from '../../../../support/stores/interrupted-store.ts';
import {
  openTransactionFixture,
  type TransactionFixture,
} from '../../issuing/transactions/transaction-fixture.ts';

let fixture: TransactionFixture;
beforeAll(async () => {
  fixture = await openTransactionFixture();
});
afterAll(async () => {
  expect(await fixture.differences()).toEqual([]);
});

let references = 0;
const newReference = () => {
  references += 1;
  return `R${references}`;
};
const REASON = { reason: 'as agreed', by: 'ada' };

const force = (cardId: string, localCurrencyAmt: string) =>
  fixture.sendTransaction(cardId, { transType: '7', transCategory: 2, localCurrencyAmt });
/** Creates a card that owes 50 USD. */
async function owing(): Promise<string> {
  const cardId = await fixture.card();
  await force(cardId, '150');
  return cardId;
}
const pay = async (cardId: string, authLimitAmount: string) => {
  const { orderId } = await rechargeCard({ ...onCard(cardId), authLimitAmount }, fixture.own);
  await fulfilOrder(fixture.deps, orderId);
};
const owes = (cardId: string, amount: string) =>
  new ActRefused(`${cardAccount(cardId, 'USD')} owes ${amount} USD`);
/** Returns dependencies with which `happens` runs between the decision and its write. */
const meanwhile = (happens: () => Promise<unknown>): Dependencies => ({
  ...fixture.deps,
  store: interruptedStore(fixture.deps.store, happens),
});

interface RequestedAmount {
  readonly debtor: Debtor;
  readonly reference?: string;
  readonly amount?: bigint;
}
const resolutions = {
  collect: ({ amount: _, ...request }: RequestedAmount, deps = fixture.deps) =>
    postDebtCollection(deps, { ...REASON, reference: newReference(), ...request }),
  'write-off': (request: RequestedAmount, deps = fixture.deps) =>
    postDebtWriteOff(deps, { ...REASON, reference: newReference(), ...request }),
};
const kinds = [['collect'], ['write-off']] as const;

describe.each(kinds)('%s', (kind) => {
  const act = resolutions[kind];
  const causeOf = (reference: string) => `${kind === 'collect' ? 'collection' : kind}/${reference}`;

  it('takes nothing of a debt that is paid at the same time', async () => {
    const cardId = await owing();
    const paid = meanwhile(() => pay(cardId, '60'));
    await expect(act({ debtor: { cardId } }, paid)).rejects.toThrow(owes(cardId, '0.00'));
    expect(await fixture.onCard(cardId)).toEqual([1_000n, 0n]);
  });

  it('is made once for each reference, even concurrently', async () => {
    const debtor = { cardId: await owing() };
    const request = { debtor, reference: newReference() };
    const first = meanwhile(async () => expect(await act(request)).toBe(true));
    expect(await act(request, first)).toBe(false);
    expect(await fixture.onCard(debtor.cardId)).toEqual([0n, 0n]);
  });

  it('belongs to one debtor by its reference', async () => {
    const reference = newReference();
    await act({ debtor: { cardId: await owing() }, reference });
    const other = await owing();
    const refused = new ActRefused(`${causeOf(reference)} is already used for something else`);
    await expect(act({ debtor: { cardId: other }, reference })).rejects.toThrow(refused);
    expect(await fixture.onCard(other)).toEqual([-5_000n, 0n]);
    await expect(act({ debtor: { cardId: await fixture.card() }, reference })).rejects.toThrow(refused);
  });

  it('is on the statement with its reason', async () => {
    const reference = newReference();
    await act({ debtor: { cardId: await owing() }, reference });
    expect(await findEntry(fixture.deps.store, causeOf(reference))).toMatchObject({
      details: { kind: 'correction', remark: 'as agreed' },
      by: 'ada',
    });
  });

  it('is refused for a card with money, and for an unknown card or group', async () => {
    const cardId = await fixture.card();
    await expect(act({ debtor: { cardId } })).rejects.toThrow(owes(cardId, '0.00'));
    const noCard = new ActRefused('there is no such card');
    await expect(act({ debtor: { cardId: '1' } })).rejects.toThrow(noCard);
    const noGroup = new ActRefused('there is no such group');
    await expect(act({ debtor: { groupId: '1' } })).rejects.toThrow(noGroup);
  });

  it('is refused for a debt at an external issuer', async () => {
    const [cardId, groupId] = [await owing(), await openedGroup(fixture.own)];
    const at = (issuer: string) =>
      fixture.deps.store.write(
        [cardKey(cardId), groupKey(groupId)].map((key) => ({
          kind: 'update',
          table: 'cards',
          key,
          set: { issuer },
        })),
      );
    await at('acme');
    for (const debtor of [{ cardId }, { groupId }])
      await expect(act({ debtor })).rejects.toThrow(
        new ActRefused('the debt is owed to acme: recharge the card or cancel it'),
      );
    await at(EMBEDDED);
  });
});

it('a collection includes a debt that grows at the same time, and a write-off does not', async () => {
  for (const [kind, left] of [
    ['collect', 0n],
    ['write-off', -1_000n],
  ] as const) {
    const cardId = await owing();
    const claimed = meanwhile(() => force(cardId, '10'));
    await resolutions[kind]({ debtor: { cardId } }, claimed);
    expect(await fixture.onCard(cardId)).toEqual([left, 0n]);
  }
});

describe('part of a debt', () => {
  it('is written off as long as the debt is large enough', async () => {
    const cardId = await owing();
    const partial = { debtor: { cardId }, amount: 2_000n };
    await resolutions['write-off'](
      partial,
      meanwhile(() => pay(cardId, '10')),
    );
    expect(await fixture.onCard(cardId)).toEqual([-2_000n, 0n]);
    const paid = meanwhile(() => pay(cardId, '10'));
    await expect(resolutions['write-off'](partial, paid)).rejects.toThrow(owes(cardId, '10.00'));
    expect(await fixture.onCard(cardId)).toEqual([-1_000n, 0n]);
  });
});

it('an account cannot collect from itself', async () => {
  const debtor = { userNo: fixture.own.merchant.userNo, currency: 'USD' };
  await expect(resolutions.collect({ debtor })).rejects.toThrow(
    new ActRefused('an account cannot pay its own debt: deposit, or write it off'),
  );
});

it('an account with too little money pays no debt, unless it may be overdrawn', async () => {
  const poor = fixture.call(await fixture.merchant('811', 10_100n));
  const cardId = await openedCard(poor);
  await force(cardId, '150');
  await expect(resolutions.collect({ debtor: { cardId } })).rejects.toThrow(
    new ActRefused('the account has less than 50.00 USD available; --overdraft takes it anyway'),
  );
  const request = { ...REASON, debtor: { cardId }, reference: newReference() };
  expect(await postDebtCollection(fixture.deps, { ...request, overdraft: true })).toBe(true);
  expect(await fixture.balance(merchantCardAccount('811', 'USD'))).toEqual([-5_000n, 0n]);
});
