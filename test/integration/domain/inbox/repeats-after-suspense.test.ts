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

let fixture: InboxFixture;
let cardId: string;
beforeEach(async () => {
  fixture = await openInboxFixture();
  cardId = await fixture.card();
  await heldBy('nobody');
});
afterEach(async () => {
  expect(await fixture.suspense()).toBe(0n);
  expect(await fixture.differences()).toEqual([]);
});

/** Assigns the card to an issuer, so that its upstream knows it or does not. */
const heldBy = async (issuer: string) => {
  const set = { issuer } as Pick<Card, 'issuer'>;
  await fixture.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);
};
const open = async () => (await fixture.messages())[0] as InboundMessage;
const REASON = 'as the network wrote on 1 March';
const resolvedAlready = async () => {
  await heldBy('embedded');
  return fixture.alarms.length;
};

describe.each([
  {
    type: 'card_transaction' as const,
    newContent: () => sentTransaction(cardId, { transCategory: 2, settleAmount: 40 }),
    richer: { merchantName: 'Coffee House, 12 High Street' },
    unreadable: { settleAmount: 'much' },
    owed: 4_000n,
  },
  {
    type: 'trade_fee' as const,
    newContent: () => tradeFee(cardId),
    richer: { createAt: '2026-03-01 09:00:01' },
    unreadable: { realFee: 'much' },
    owed: 75n,
  },
])(
  'a suspended $type that is repeated with other texts',
  ({ type, newContent, richer, unreadable, owed }) => {
    it('moves nothing after it was written off, and raises an alarm', async () => {
      const received = newContent();
      await fixture.receive(type, received);
      await writeOffSuspended(fixture.deps, await open(), REASON);
      const before = await resolvedAlready();
      await fixture.receive(type, { ...received, ...richer });
      expect(await fixture.owed()).toBe(owed);
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
      expect(fixture.alarms.slice(before)).toEqual(['money that an operator resolved is reported again']);
    });

    it('moves nothing after it was resolved, even if it was not the first under its number', async () => {
      for (const resolve of [writeOffSuspended, returnSuspended]) {
        const received = newContent();
        await heldBy('nobody');
        await fixture.receive(type, { ...received, ...unreadable });
        await fixture.receive(type, received);
        const suspended = (await fixture.messages()).find(
          ({ status }) => status === 'suspended',
        ) as InboundMessage;
        await resolve(fixture.deps, suspended, REASON);
        const before = await resolvedAlready();
        await fixture.receive(type, { ...received, ...richer });
        expect(await fixture.owed()).toBe(owed);
        expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
        expect(fixture.alarms.slice(before)).toEqual(['money that an operator resolved is reported again']);
      }
    });

    it('is decided again when a variant of it is suspended at the same moment', async () => {
      const received = newContent();
      await fixture.receive(type, { ...received, ...unreadable });
      await resolvedAlready();
      const store = interruptedStore(
        fixture.deps.store,
        async () => {
          await heldBy('nobody');
          await fixture.receive(type, received);
        },
        (writes) => writes.length > 2,
      );
      const deps = { ...fixture.deps, store };
      await expect(fixture.receive(type, { ...received, ...richer }, { deps })).rejects.toThrow(
        TryAgainLater,
      );
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
      await resolvedAlready();
      fixture.moveClock(86_400_000);
      await fixture.retry();
      await fixture.retry();
      expect(await fixture.owed()).toBe(owed);
      expect(await fixture.suspense()).toBe(0n);
    });

    it('after it was booked raises no alarm, even if its card is unknown by then', async () => {
      const received = newContent();
      await resolvedAlready();
      await fixture.receive(type, received);
      const before = fixture.alarms.length;
      await heldBy('nobody');
      await fixture.receive(type, received);
      expect((await fixture.messages()).map(({ status }) => status)).toEqual(['applied']);
      expect(await fixture.owed()).toBe(owed);
      expect(fixture.alarms.slice(before)).toEqual([]);
      await resolvedAlready();
    });

    it('after it was returned is not booked by the next run', async () => {
      const received = newContent();
      await fixture.receive(type, received);
      await returnSuspended(fixture.deps, await open(), REASON);
      await resolvedAlready();
      await fixture.receive(type, { ...received, ...richer });
      fixture.moveClock(86_400_000);
      await fixture.retry();
      expect(await fixture.owed()).toBe(0n);
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    });

    it('after it was assigned to another card stays on that card, without an alarm', async () => {
      const [received, other] = [newContent(), await fixture.card()];
      await fixture.receive(type, received);
      await assignToCard(fixture.deps, await open(), { cardId: other, fields: {}, reason: REASON }, EFFECTS);
      const before = await resolvedAlready();
      await fixture.receive(type, { ...received, ...richer });
      expect(await fixture.owed()).toBe(owed);
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
      expect(fixture.alarms.slice(before)).toEqual([]);
    });

    it('after it was booked is a repeat', async () => {
      const received = newContent();
      await fixture.receive(type, received);
      await resolvedAlready();
      fixture.moveClock(3_600_000);
      expect(await fixture.retry()).toBe(1);
      await fixture.receive(type, { ...received, ...richer });
      expect(await fixture.owed()).toBe(owed);
      expect((await fixture.messages()).map(({ status }) => status)).toEqual(['applied', 'applied']);
    });

    it('before and after its card is known is booked once and leaves no money in suspense', async () => {
      const received = newContent();
      await fixture.receive(type, received);
      await fixture.receive(type, { ...received, ...richer });
      await resolvedAlready();
      await fixture.receive(type, { ...received, ...richer });
      expect(await fixture.owed()).toBe(owed);
      expect(await fixture.suspense()).toBe(0n);
      await expect(writeOffSuspended(fixture.deps, await open(), REASON)).rejects.toThrow();
    });

    it('while an operator writes it off stays written off after the next run', async () => {
      const received = newContent();
      await fixture.receive(type, received);
      const known = await open();
      await resolvedAlready();
      const deps = {
        ...fixture.deps,
        store: interruptedStore(
          fixture.deps.store,
          () => writeOffSuspended(fixture.deps, known, REASON),
          (writes) => writes.length > 2,
        ),
      };
      await fixture.receive(type, { ...received, ...richer }, { deps });
      fixture.moveClock(86_400_000);
      await fixture.retry();
      expect(await fixture.owed()).toBe(owed);
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
    });
  },
);
