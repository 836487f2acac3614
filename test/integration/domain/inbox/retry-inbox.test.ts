import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { suspenseCommand } from '../../../../infra/cli/suspense.ts';
import { MAX_INBOX_RETRIES } from '../../../../shared/domain/inbox/message-writes.ts';
import { retryInbox, retryMessage } from '../../../../shared/domain/inbox/retry-inbox.ts';
import { findMessage, readWorklist } from '../../../../shared/domain/inbox/worklist.ts';
import { cardKey } from '../../../../shared/domain/issuing/model/card.ts';
import { openCard } from '../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfilOrder } from '../../../../shared/domain/issuing/orders/fulfil-order.ts';
import type { Item } from '../../../../shared/runtime/store/item.ts';
import { NotEntitled, TryAgainLater } from '../../../../shared/wire/errors.ts';
import { opening } from '../../../support/fixtures/card-steps.ts';
import { tradeFee } from '../../../support/fixtures/transactions.ts';
import { permittedUpstream, savePermissions } from '../../../support/fixtures/upstream-permissions.ts';
import { Crash } from '../../../support/stores/faulty-store.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';
import { clearing, EFFECTS, type InboxFixture, openInboxFixture, UNKNOWN_CARD_ID } from './inbox-fixture.ts';

const DAY_MS = 86_400_000;
let fixture: InboxFixture;

beforeEach(async () => {
  fixture = await openInboxFixture();
});
afterEach(async () => {
  expect(await fixture.differences()).toEqual([]);
});

/** Receives a message whose processing crashes. */
async function crashBeforeEnd(type: 'card_transaction' | 'trade_fee', content: object): Promise<void> {
  const store = interruptedStore(
    fixture.deps.store,
    () => Promise.reject(new Crash()),
    (writes) => writes.length > 1,
  );
  const deps = { ...fixture.deps, store };
  await expect(fixture.receive(type, content, { deps })).rejects.toThrow(Crash);
}
const items = () => fixture.operator.scan('inbox');
const failing = (error: Error) => ({
  ...EFFECTS,
  trade_fee: () => Promise.reject(error),
});

describe('a retry run', () => {
  it('continues after a message that fails, and raises an alarm', async () => {
    const cardId = await fixture.card();
    await crashBeforeEnd('trade_fee', tradeFee(cardId));
    await crashBeforeEnd('card_transaction', clearing(cardId));
    fixture.moveClock(60_000);
    expect(await retryInbox(fixture.deps, failing(new Error('no reason')))).toBe(1);
    expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
    const [fee] = (await fixture.messages()).filter(({ type }) => type === 'trade_fee');
    expect(fixture.alarmDetails).toEqual([
      {
        what: 'an upstream message cannot be applied',
        about: { message: fee?.messageKey, reason: 'Error: no reason' },
      },
    ]);
  });

  it('leaves a message that has to wait for its next retry, without an alarm', async () => {
    await crashBeforeEnd('trade_fee', tradeFee(await fixture.card()));
    fixture.moveClock(60_000);
    expect(await retryInbox(fixture.deps, failing(new TryAgainLater()))).toBe(1);
    expect(fixture.alarms).toEqual([]);
    expect(await fixture.messages()).toMatchObject([{ status: 'received', retries: 1 }]);
  });

  it('skips a message that another run has claimed', async () => {
    const cardId = await fixture.card();
    await crashBeforeEnd('card_transaction', clearing(cardId));
    fixture.moveClock(60_000);
    const other = interruptedStore(fixture.deps.store, async () => expect(await fixture.retry()).toBe(1));
    expect(await retryInbox({ ...fixture.deps, store: other }, EFFECTS)).toBe(0);
    expect(await fixture.messages()).toMatchObject([{ status: 'applied', retries: 1 }]);
    expect(fixture.alarms).toEqual([]);
  });

  it('gives up a message that never could be applied, with one alarm, and leaves it to an operator', async () => {
    await crashBeforeEnd('trade_fee', tradeFee(await fixture.card()));
    for (let retries = 0; retries < MAX_INBOX_RETRIES; retries += 1) {
      fixture.moveClock(DAY_MS);
      await retryInbox(fixture.deps, failing(new TryAgainLater()));
    }
    const [message] = await fixture.messages();
    expect(message).toMatchObject({
      status: 'refused',
      reason: 'was not applied',
      retries: MAX_INBOX_RETRIES,
    });
    const given = {
      what: 'an upstream message waits for an operator',
      about: { message: message?.messageKey, reason: 'was not applied' },
    };
    expect(fixture.alarmDetails).toEqual([given]);
    expect((await items()).map((item) => item['dueAt'])).toEqual([undefined]);
    expect(await readWorklist(fixture.deps, 10)).toEqual([message]);
    if (!message) throw new Error('nothing is kept');
    await expect(retryMessage(fixture.deps, message, failing(new TryAgainLater()))).rejects.toThrow(
      TryAgainLater,
    );
    expect(fixture.alarmDetails).toEqual([given]);
    await retryMessage(fixture.deps, message, EFFECTS);
    expect(await readWorklist(fixture.deps, 10)).toEqual([]);
  });

  it('retries a refused message whose card has become unknown', async () => {
    const cardId = await fixture.card();
    const content = clearing(cardId, { localCurrency: 'EUR' });
    await fixture.receive('card_transaction', content);
    const held = async () => (await items()).map((item) => item['dueAt']).filter((at) => at !== undefined);
    expect(await held()).toEqual([]);
    const set = { issuer: 'nobody' } as Item;
    await fixture.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);
    await fixture.receive('card_transaction', content);
    expect(await held()).toEqual([fixture.deps.now() + 60_000]);
    fixture.moveClock(60_000);
    expect(await fixture.retry()).toBe(1);
    const back = { issuer: 'embedded' } as Item;
    await fixture.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set: back }]);
  });

  it('raises an alarm even if the last retry fails for another reason', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    await fixture.receive('card_transaction', clearing(orderId, { transCategory: 1, localCurrency: 'EUR' }));
    for (let retries = 1; retries < MAX_INBOX_RETRIES; retries += 1) {
      fixture.moveClock(DAY_MS);
      await fixture.retry();
    }
    expect(fixture.alarms).toEqual([]);
    await fulfilOrder(fixture.deps, orderId);
    fixture.moveClock(DAY_MS);
    expect(await fixture.retry()).toBe(1);
    expect(await fixture.messages()).toMatchObject([{ status: 'refused', retries: MAX_INBOX_RETRIES }]);
    expect(fixture.alarms).toEqual(['an upstream message cannot be applied']);
  });

  it('raises no alarm for a message that is applied elsewhere while it is given up', async () => {
    const content = tradeFee(await fixture.card());
    await crashBeforeEnd('trade_fee', content);
    for (let retries = 1; retries < MAX_INBOX_RETRIES; retries += 1) {
      fixture.moveClock(DAY_MS);
      await retryInbox(fixture.deps, failing(new TryAgainLater()));
    }
    fixture.moveClock(DAY_MS);
    const store = interruptedStore(
      fixture.deps.store,
      () => fixture.receive('trade_fee', content),
      (writes) => writes.some((one) => one.kind === 'update' && one.set?.['status'] === 'refused'),
    );
    expect(await retryInbox({ ...fixture.deps, store }, failing(new TryAgainLater()))).toBe(0);
    expect(await fixture.messages()).toMatchObject([{ status: 'applied', retries: MAX_INBOX_RETRIES }]);
    expect(fixture.alarms).toEqual([]);
  });

  it('applies with the last retry a message that can be applied by then', async () => {
    const { orderId } = await openCard(opening(), fixture.own);
    await fixture.receive('card_transaction', clearing(orderId));
    for (let retries = 1; retries < MAX_INBOX_RETRIES; retries += 1) {
      fixture.moveClock(DAY_MS);
      expect(await fixture.retry()).toBe(1);
    }
    await fulfilOrder(fixture.deps, orderId);
    fixture.moveClock(DAY_MS);
    expect(await fixture.retry()).toBe(1);
    expect(await fixture.messages()).toMatchObject([{ status: 'applied' }]);
    expect(fixture.alarms).toEqual(['money is in suspense']);
  });
});

describe('a message from an upstream without the permission for it any more', () => {
  const upstream = permittedUpstream('90000001');
  const losses = [
    ['is disabled', { enabled: false }],
    ['lost its permission', { types: ['dpt_payment_bill'] }],
  ] as const;
  const refused = (type: string) => `110002 not entitled to send ${type}`;

  it.each(losses)(
    'is not booked by a retry where the upstream %s: its money waits for an operator',
    async (_, loss) => {
      const { orderId } = await openCard(opening(), fixture.own);
      await fixture.receive('card_transaction', clearing(orderId));
      await savePermissions(fixture.deps.store, upstream, loss);
      await fulfilOrder(fixture.deps, orderId);
      fixture.moveClock(60_000);
      await fixture.retry();
      const [message] = await fixture.messages();
      expect(message).toMatchObject({ status: 'suspended', reason: refused('card_transaction') });
      expect(await fixture.onCard(orderId)).toEqual([10_000n, 0n]);
      expect(await readWorklist(fixture.deps, 10)).toEqual([message]);
      const operator = { ...fixture.operator, deps: fixture.deps };
      const reason = ['--reason', 'the network confirms it'];
      const key = message?.messageKey ?? '';
      await expect(suspenseCommand(['release', key, ...reason], operator)).rejects.toThrow(NotEntitled);
      await suspenseCommand(['assign', key, '--card', orderId, ...reason], operator);
      expect(await fixture.onCard(orderId)).toEqual([6_000n, 0n]);
    },
  );

  it.each(losses)(
    'goes into suspense where the upstream %s before the message was processed',
    async (_, loss) => {
      const cardId = await fixture.card();
      await crashBeforeEnd('card_transaction', clearing(cardId));
      await savePermissions(fixture.deps.store, upstream, loss);
      fixture.moveClock(60_000);
      expect(await fixture.retry()).toBe(1);
      expect(await fixture.messages()).toMatchObject([{ status: 'suspended' }]);
      expect(await fixture.onCard(cardId)).toEqual([10_000n, 0n]);
      expect(fixture.alarms).toEqual(['money is in suspense']);
      await savePermissions(fixture.deps.store, upstream);
      fixture.moveClock(DAY_MS);
      expect(await fixture.retry()).toBe(1);
      expect(await fixture.onCard(cardId)).toEqual([6_000n, 0n]);
    },
  );

  it.each(losses)('is refused where the upstream %s and the message has no money', async (_, loss) => {
    const { orderId } = await openCard(opening(), fixture.own);
    await fixture.receive('card_transaction', clearing(orderId, { transCategory: 1 }));
    await savePermissions(fixture.deps.store, upstream, loss);
    await fulfilOrder(fixture.deps, orderId);
    fixture.moveClock(60_000);
    expect(await fixture.retry()).toBe(0);
    expect(await fixture.messages()).toMatchObject([
      { status: 'refused', reason: refused('card_transaction') },
    ]);
    expect(await fixture.onCard(orderId)).toEqual([10_000n, 0n]);
  });
});

describe('a message', () => {
  it('is not stored any longer when it is repeated', async () => {
    const content = clearing(await fixture.card());
    await fixture.receive('card_transaction', content);
    const before = await items();
    fixture.moveClock(DAY_MS);
    await fixture.receive('card_transaction', content);
    expect(await items()).toEqual(before);
  });

  it('is found by its own key alone', async () => {
    await fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID));
    const [message] = await fixture.messages();
    expect(await findMessage(fixture.deps, message?.messageKey ?? '')).toEqual(message);
    expect(await findMessage(fixture.deps, 'none')).toBeUndefined();
  });

  it.each(['applied', 'closed'])(
    'that is %s is not on the worklist, even if the index shows it',
    async (status) => {
      await fixture.receive('card_transaction', clearing(UNKNOWN_CARD_ID, { transCategory: 1 }));
      const [message] = await fixture.messages();
      expect(await readWorklist(fixture.deps, 10)).toEqual([message]);
      const { pk } = (await items())[0] as { pk: string };
      const stands = (set: Item) =>
        fixture.deps.store.write([{ kind: 'update', table: 'inbox', key: { pk }, set }]);
      await stands({ status });
      expect(await readWorklist(fixture.deps, 10)).toEqual([]);
      await stands({ status: message?.status });
    },
  );

  it('is refused with a reason that identifies it and repeats no content', async () => {
    await fixture.receive('card_transaction', clearing(await fixture.card(), { settleAmount: 'much' }));
    const [message] = await fixture.messages();
    expect(fixture.alarmDetails).toEqual([
      {
        what: 'an upstream message cannot be applied',
        about: {
          message: message?.messageKey,
          reason: expect.stringMatching(/^110001 settleAmount: must be /),
        },
      },
    ]);
  });
});
