import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InboundMessage } from '../../../../shared/domain/inbox/inbound-message.ts';
import {
  assignToCard,
  returnSuspended,
  writeOffSuspended,
} from '../../../../shared/domain/inbox/resolve-suspense.ts';
import { type Card, cardKey } from '../../../../shared/domain/issuing/model/card.ts';
import { TryAgainLater } from '../../../../shared/wire/errors.ts';
import { sentTransaction, tradeFee } from '../../../support/fixtures/transactions.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { EFFECTS, type InboxFixture, openInboxFixture } from './inbox-fixture.ts';

let world: InboxFixture;
let cardId: string;
beforeEach(async () => {
  world = await openInboxFixture();
  cardId = await world.card();
  await heldBy('nobody');
});
afterEach(async () => {
  expect(await world.suspense()).toBe(0n);
  expect(await world.differences()).toEqual([]);
});

/** Makes the card one that its upstream does not have, or has again. */
const heldBy = async (issuer: string) => {
  const set = { issuer } as Pick<Card, 'issuer'>;
  await world.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);
};
const open = async () => (await world.messages())[0] as InboundMessage;
const WHY = 'as the network wrote on 1 March';
const worked = async () => {
  await heldBy('embedded');
  return world.alarms.length;
};

describe.each([
  {
    type: 'card_transaction' as const,
    tell: () => sentTransaction(cardId, { transCategory: 2, settleAmount: 40 }),
    richer: { merchantName: 'Coffee House, 12 High Street' },
    unreadable: { settleAmount: 'much' },
    owed: 4_000n,
  },
  {
    type: 'trade_fee' as const,
    tell: () => tradeFee(cardId),
    richer: { createAt: '2026-03-01 09:00:01' },
    unreadable: { realFee: 'much' },
    owed: 75n,
  },
])('a $type that was in suspense, told again in other words', ({ type, tell, richer, unreadable, owed }) => {
  it('once it was written off stays the platform’s, and rings', async () => {
    const told = tell();
    await world.receive(type, told);
    await writeOffSuspended(world.deps, await open(), WHY);
    const before = await worked();
    await world.receive(type, { ...told, ...richer });
    expect(await world.owed()).toBe(owed);
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(world.alarms.slice(before)).toEqual(['money that an operator resolved is reported again']);
  });

  it('once it was worked off stays so although it was not what came first under its number', async () => {
    for (const workOff of [writeOffSuspended, returnSuspended]) {
      const told = tell();
      await heldBy('nobody');
      await world.receive(type, { ...told, ...unreadable });
      await world.receive(type, told);
      const suspended = (await world.messages()).find(
        ({ status }) => status === 'suspended',
      ) as InboundMessage;
      await workOff(world.deps, suspended, WHY);
      const before = await worked();
      await world.receive(type, { ...told, ...richer });
      expect(await world.owed()).toBe(owed);
      expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
      expect(world.alarms.slice(before)).toEqual(['money that an operator resolved is reported again']);
    }
  });

  it('is decided anew where it came into suspense in other words at the same moment', async () => {
    const told = tell();
    await world.receive(type, { ...told, ...unreadable });
    await worked();
    const store = interruptedStore(
      world.deps.store,
      async () => {
        await heldBy('nobody');
        await world.receive(type, told);
      },
      (writes) => writes.length > 2,
    );
    const deps = { ...world.deps, store };
    await expect(world.receive(type, { ...told, ...richer }, { deps })).rejects.toThrow(TryAgainLater);
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
    await worked();
    world.moveClock(86_400_000);
    await world.retry();
    await world.retry();
    expect(await world.owed()).toBe(owed);
    expect(await world.suspense()).toBe(0n);
  });

  it('once it was placed is nobody’s doubt, though its card is known no more', async () => {
    const told = tell();
    await worked();
    await world.receive(type, told);
    const before = world.alarms.length;
    await heldBy('nobody');
    await world.receive(type, told);
    expect((await world.messages()).map(({ status }) => status)).toEqual(['applied']);
    expect(await world.owed()).toBe(owed);
    expect(world.alarms.slice(before)).toEqual([]);
    await worked();
  });

  it('once it was given back is not booked by the next run either', async () => {
    const told = tell();
    await world.receive(type, told);
    await returnSuspended(world.deps, await open(), WHY);
    await worked();
    await world.receive(type, { ...told, ...richer });
    world.moveClock(86_400_000);
    await world.retry();
    expect(await world.owed()).toBe(0n);
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
  });

  it('once it was assigned to another card is that card’s, without an alarm', async () => {
    const [told, other] = [tell(), await world.card()];
    await world.receive(type, told);
    await assignToCard(world.deps, await open(), { cardId: other, fields: {}, reason: WHY }, EFFECTS);
    const before = await worked();
    await world.receive(type, { ...told, ...richer });
    expect(await world.owed()).toBe(owed);
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(world.alarms.slice(before)).toEqual([]);
  });

  it('once it was placed is a repeat', async () => {
    const told = tell();
    await world.receive(type, told);
    await worked();
    world.moveClock(3_600_000);
    expect(await world.retry()).toBe(1);
    await world.receive(type, { ...told, ...richer });
    expect(await world.owed()).toBe(owed);
    expect((await world.messages()).map(({ status }) => status)).toEqual(['applied', 'applied']);
  });

  it('while it was there, and again once it can be placed, is booked once and leaves nothing there', async () => {
    const told = tell();
    await world.receive(type, told);
    await world.receive(type, { ...told, ...richer });
    await worked();
    await world.receive(type, { ...told, ...richer });
    expect(await world.owed()).toBe(owed);
    expect(await world.suspense()).toBe(0n);
    await expect(writeOffSuspended(world.deps, await open(), WHY)).rejects.toThrow();
  });

  it('while an operator writes it off is the platform’s after the next run', async () => {
    const told = tell();
    await world.receive(type, told);
    const known = await open();
    await worked();
    const deps = {
      ...world.deps,
      store: interruptedStore(
        world.deps.store,
        () => writeOffSuspended(world.deps, known, WHY),
        (writes) => writes.length > 2,
      ),
    };
    await world.receive(type, { ...told, ...richer }, { deps });
    world.moveClock(86_400_000);
    await world.retry();
    expect(await world.owed()).toBe(owed);
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
  });
});
