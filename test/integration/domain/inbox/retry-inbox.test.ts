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
let world: InboxFixture;

beforeEach(async () => {
  world = await openInboxFixture();
});
afterEach(async () => {
  expect(await world.differences()).toEqual([]);
});

/** Something that came, and whose effect was cut off. */
async function cutOff(type: 'card_transaction' | 'trade_fee', content: object): Promise<void> {
  const store = interruptedStore(
    world.deps.store,
    () => Promise.reject(new Crash()),
    (writes) => writes.length > 1,
  );
  const deps = { ...world.deps, store };
  await expect(world.receive(type, content, { deps })).rejects.toThrow(Crash);
}
const items = () => world.operator.scan('inbox');
const failing = (error: Error) => ({
  ...EFFECTS,
  trade_fee: () => Promise.reject(error),
});

describe('a run', () => {
  it('is kept from nothing by a message that fails, which rings', async () => {
    const cardId = await world.card();
    await cutOff('trade_fee', tradeFee(cardId));
    await cutOff('card_transaction', clearing(cardId));
    world.moveClock(60_000);
    expect(await retryInbox(world.deps, failing(new Error('no reason')))).toBe(1);
    expect(await world.onCard(cardId)).toEqual([6_000n, 0n]);
    const [fee] = (await world.messages()).filter(({ type }) => type === 'trade_fee');
    expect(world.alarmDetails).toEqual([
      {
        what: 'an upstream message cannot be applied',
        about: { message: fee?.messageKey, reason: 'Error: no reason' },
      },
    ]);
  });

  it('waits quietly for what can be done later', async () => {
    await cutOff('trade_fee', tradeFee(await world.card()));
    world.moveClock(60_000);
    expect(await retryInbox(world.deps, failing(new TryAgainLater()))).toBe(1);
    expect(world.alarms).toEqual([]);
    expect(await world.messages()).toMatchObject([{ status: 'received', retries: 1 }]);
  });

  it('leaves to another what that has taken', async () => {
    const cardId = await world.card();
    await cutOff('card_transaction', clearing(cardId));
    world.moveClock(60_000);
    const other = interruptedStore(world.deps.store, async () => expect(await world.retry()).toBe(1));
    expect(await retryInbox({ ...world.deps, store: other }, EFFECTS)).toBe(0);
    expect(await world.messages()).toMatchObject([{ status: 'applied', retries: 1 }]);
    expect(world.alarms).toEqual([]);
  });

  it('gives up what never could be applied, once, and leaves it to an operator', async () => {
    await cutOff('trade_fee', tradeFee(await world.card()));
    for (let retries = 0; retries < MAX_INBOX_RETRIES; retries += 1) {
      world.moveClock(DAY_MS);
      await retryInbox(world.deps, failing(new TryAgainLater()));
    }
    const [message] = await world.messages();
    expect(message).toMatchObject({
      status: 'refused',
      reason: 'was not applied',
      retries: MAX_INBOX_RETRIES,
    });
    const given = {
      what: 'an upstream message waits for an operator',
      about: { message: message?.messageKey, reason: 'was not applied' },
    };
    expect(world.alarmDetails).toEqual([given]);
    expect((await items()).map((item) => item['dueAt'])).toEqual([undefined]);
    expect(await readWorklist(world.deps, 10)).toEqual([message]);
    if (!message) throw new Error('nothing is kept');
    await expect(retryMessage(world.deps, message, failing(new TryAgainLater()))).rejects.toThrow(
      TryAgainLater,
    );
    expect(world.alarmDetails).toEqual([given]);
    await retryMessage(world.deps, message, EFFECTS);
    expect(await readWorklist(world.deps, 10)).toEqual([]);
  });

  it('tries again what came to lack only what may be told yet', async () => {
    const cardId = await world.card();
    const content = clearing(cardId, { localCurrency: 'EUR' });
    await world.receive('card_transaction', content);
    const held = async () => (await items()).map((item) => item['dueAt']).filter((at) => at !== undefined);
    expect(await held()).toEqual([]);
    const set = { issuer: 'nobody' } as Item;
    await world.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set }]);
    await world.receive('card_transaction', content);
    expect(await held()).toEqual([world.deps.now() + 60_000]);
    world.moveClock(60_000);
    expect(await world.retry()).toBe(1);
    const back = { issuer: 'embedded' } as Item;
    await world.deps.store.write([{ kind: 'update', table: 'cards', key: cardKey(cardId), set: back }]);
  });

  it('calls an operator though the last try fails for a reason of its own', async () => {
    const { orderId } = await openCard(opening(), world.own);
    await world.receive('card_transaction', clearing(orderId, { transCategory: 1, localCurrency: 'EUR' }));
    for (let retries = 1; retries < MAX_INBOX_RETRIES; retries += 1) {
      world.moveClock(DAY_MS);
      await world.retry();
    }
    expect(world.alarms).toEqual([]);
    await fulfilOrder(world.deps, orderId);
    world.moveClock(DAY_MS);
    expect(await world.retry()).toBe(1);
    expect(await world.messages()).toMatchObject([{ status: 'refused', retries: MAX_INBOX_RETRIES }]);
    expect(world.alarms).toEqual(['an upstream message cannot be applied']);
  });

  it('finishes with the last try what can be applied by then', async () => {
    const { orderId } = await openCard(opening(), world.own);
    await world.receive('card_transaction', clearing(orderId));
    for (let retries = 1; retries < MAX_INBOX_RETRIES; retries += 1) {
      world.moveClock(DAY_MS);
      expect(await world.retry()).toBe(1);
    }
    await fulfilOrder(world.deps, orderId);
    world.moveClock(DAY_MS);
    expect(await world.retry()).toBe(1);
    expect(await world.messages()).toMatchObject([{ status: 'applied' }]);
    expect(world.alarms).toEqual(['money is in suspense']);
  });
});

describe('what an upstream told that may not tell it any more', () => {
  const upstream = permittedUpstream('90000001');
  const losses = [
    ['is disabled', { enabled: false }],
    ['lost the right', { types: ['dpt_payment_bill'] }],
  ] as const;
  const refused = (type: string) => `110002 not entitled to tell ${type}`;

  it.each(losses)('is booked by no retry where it %s: its money waits for an operator', async (_, loss) => {
    const { orderId } = await openCard(opening(), world.own);
    await world.receive('card_transaction', clearing(orderId));
    await savePermissions(world.deps.store, upstream, loss);
    await fulfilOrder(world.deps, orderId);
    world.moveClock(60_000);
    await world.retry();
    const [message] = await world.messages();
    expect(message).toMatchObject({ status: 'suspended', reason: refused('card_transaction') });
    expect(await world.onCard(orderId)).toEqual([10_000n, 0n]);
    expect(await readWorklist(world.deps, 10)).toEqual([message]);
    const operator = { ...world.operator, deps: world.deps };
    const why = ['--reason', 'the network confirms it'];
    const key = message?.messageKey ?? '';
    await expect(suspenseCommand(['release', key, ...why], operator)).rejects.toThrow(NotEntitled);
    await suspenseCommand(['assign', key, '--card', orderId, ...why], operator);
    expect(await world.onCard(orderId)).toEqual([6_000n, 0n]);
  });

  it.each(losses)('goes into suspense where it %s before it was judged', async (_, loss) => {
    const cardId = await world.card();
    await cutOff('card_transaction', clearing(cardId));
    await savePermissions(world.deps.store, upstream, loss);
    world.moveClock(60_000);
    expect(await world.retry()).toBe(1);
    expect(await world.messages()).toMatchObject([{ status: 'suspended' }]);
    expect(await world.onCard(cardId)).toEqual([10_000n, 0n]);
    expect(world.alarms).toEqual(['money is in suspense']);
    await savePermissions(world.deps.store, upstream);
    world.moveClock(DAY_MS);
    expect(await world.retry()).toBe(1);
    expect(await world.onCard(cardId)).toEqual([6_000n, 0n]);
  });

  it.each(losses)('is refused where it %s and no money is in it', async (_, loss) => {
    const { orderId } = await openCard(opening(), world.own);
    await world.receive('card_transaction', clearing(orderId, { transCategory: 1 }));
    await savePermissions(world.deps.store, upstream, loss);
    await fulfilOrder(world.deps, orderId);
    world.moveClock(60_000);
    expect(await world.retry()).toBe(0);
    expect(await world.messages()).toMatchObject([
      { status: 'refused', reason: refused('card_transaction') },
    ]);
    expect(await world.onCard(orderId)).toEqual([10_000n, 0n]);
  });
});

describe('a message', () => {
  it('is not kept any longer for being told again', async () => {
    const content = clearing(await world.card());
    await world.receive('card_transaction', content);
    const before = await items();
    world.moveClock(DAY_MS);
    await world.receive('card_transaction', content);
    expect(await items()).toEqual(before);
  });

  it('is found by its key, and no other', async () => {
    await world.receive('card_transaction', clearing(UNKNOWN_CARD_ID));
    const [message] = await world.messages();
    expect(await findMessage(world.deps, message?.messageKey ?? '')).toEqual(message);
    expect(await findMessage(world.deps, 'none')).toBeUndefined();
  });

  it.each(['applied', 'closed'])(
    'that is %s is not on the worklist, though the index shows it',
    async (status) => {
      await world.receive('card_transaction', clearing(UNKNOWN_CARD_ID, { transCategory: 1 }));
      const [message] = await world.messages();
      expect(await readWorklist(world.deps, 10)).toEqual([message]);
      const { pk } = (await items())[0] as { pk: string };
      const stands = (set: Item) =>
        world.deps.store.write([{ kind: 'update', table: 'inbox', key: { pk }, set }]);
      await stands({ status });
      expect(await readWorklist(world.deps, 10)).toEqual([]);
      await stands({ status: message?.status });
    },
  );

  it('is refused in words that tell of it and of none of its content', async () => {
    await world.receive('card_transaction', clearing(await world.card(), { settleAmount: 'much' }));
    const [message] = await world.messages();
    expect(world.alarmDetails).toEqual([
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
