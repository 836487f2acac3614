import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardOf } from '../../../shared/cards/card.ts';
import { modifyCard } from '../../../shared/cards/modify.ts';
import { outcomeOfChange } from '../../../shared/changes/carry-out.ts';
import { type Change, changeFrom } from '../../../shared/changes/change.ts';
import { ON_ITS_WAY_MS } from '../../../shared/changes/finish.ts';
import {
  LimitBelowUsed,
  RequestNumberEnded,
  StatusNotSuitable,
  TryAgainLater,
} from '../../../shared/contract/errors.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { changeGroupStatus } from '../../../shared/groups/change-status.ts';
import { WAITS } from '../../../shared/orders/asking.ts';
import { fulfil } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../../shared/orders/kinds/group-opening.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import type { Item, Store } from '../../../shared/store/store.ts';
import { newNumber, supplementary } from '../../support/card-steps.ts';
import { type Chain, openChain } from '../../support/chain.ts';

const DAY_MS = 86_400_000;

let chain: Chain;
/** A supplementary card below, and its group. */
let cardId: string;
let groupId: string;

beforeAll(async () => {
  chain = await openChain();
  const group = { localCurrency: 'USD', authLimitAmount: '1000', binRangeId: 'US1' };
  ({ orderId: groupId } = await openGroup({ userReqNo: newNumber('group'), ...group }, chain.call));
  await chain.settle(groupId);
});
beforeEach(async () => {
  const startDate = formatDate(chain.a.platform.now(), chain.a.platform.utcOffset);
  const asked = supplementary(groupId, { binRangeId: 'US1', authLimitAmount: '100', startDate });
  ({ orderId: cardId } = await openCard(asked, chain.call));
  await chain.settle(cardId);
  chain.a.rung.length = 0;
});
afterEach(async () => {
  chain.line.plan(() => undefined);
  // What a test leaves to be looked at is none of the next one's.
  chain.moveClocks(ON_ITS_WAY_MS);
  await workOff();
  expect(await chain.differences()).toEqual([]);
});

type Wish = { status?: 0 | 1; authLimitAmount?: string };
const asked = (wish: Wish) => ({ userReqNo: newNumber('modify'), cardId, ...wish });
const modify = (request: ReturnType<typeof asked>) => modifyCard(request, chain.call);
const cardHere = () => cardOf(chain.a.platform.store, chain.call.merchant.userNo, cardId);
const keyBelow = async () => ({ pk: `card/${(await cardHere()).issuerCardId}` });
const cardBelow = async (): Promise<Item> =>
  (await chain.b.platform.store.get('cards', await keyBelow())) ?? {};
const setBelow = async (set: Item) =>
  chain.b.platform.store.write([{ kind: 'update', table: 'cards', key: await keyBelow(), set }]);
/** The records of the changes of a card or group, in their order. */
const recordsOf = async (subject: string): Promise<Item[]> =>
  (await chain.a.operator.scan('orders'))
    .filter((item) => (item as unknown as Change).subject?.id === subject)
    .sort((one, other) => Number(one['version']) - Number(other['version']));
const states = async () => (await recordsOf(cardId)).map(({ state }) => state);
/** What the sweeper finds is worked off, at the time that it is due. */
async function workOff(): Promise<void> {
  chain.a.woken.length = 0;
  await sweep(chain.a.platform);
  for (const { waiting, id } of [...chain.a.woken])
    if (waiting === 'order') await fulfil(chain.a.platform, id);
}
const made = async (step: () => Promise<unknown>) => {
  const before = chain.line.calls.length;
  await step();
  return chain.line.calls.slice(before);
};
const silent = async (fault: 'lost' | 'unanswered', request: ReturnType<typeof asked>) => {
  chain.line.plan(() => fault);
  await expect(modify(request)).rejects.toThrow(TryAgainLater);
  chain.line.plan(() => undefined);
};
/** Accepts a change and crashes before it is sent. */
async function accepted(request: ReturnType<typeof asked>): Promise<void> {
  const { store } = chain.a.platform;
  let isAccepted = false;
  const crashing: Store = {
    ...store,
    get: (table, key) => store.get(table, key),
    getMany: (table, keys) => store.getMany(table, keys),
    write: async (writes) => {
      if (isAccepted) throw new Error('crash');
      await store.write(writes);
      isAccepted = true;
    },
  };
  const platform = { ...chain.a.platform, store: crashing };
  await expect(modifyCard(request, { ...chain.call, platform })).rejects.toThrow('crash');
}

describe('of the open changes of a card', () => {
  it('the first is due and no other', async () => {
    await silent('lost', asked({ authLimitAmount: '20' }));
    await accepted(asked({ status: 0 }));
    await accepted(asked({ authLimitAmount: '30' }));
    const due = (await recordsOf(cardId)).map((item) => item['dueAt']);
    expect(due).toEqual([chain.a.platform.now() + chain.a.platform.graceMs, undefined, undefined]);
    chain.moveClocks(chain.a.platform.graceMs);
    await workOff();
    expect(await cardBelow()).toMatchObject({ status: 'frozen', limit: 3_000 });
    expect(await states()).toEqual(['applied', 'applied', 'applied']);
  });

  it('the next is due when the first was never sent and is replaced', async () => {
    await accepted(asked({ status: 0 }));
    await accepted(asked({ authLimitAmount: '20' }));
    await accepted(asked({ status: 1 }));
    expect(await states()).toEqual(['replaced', 'open', 'open']);
    const [replaced, ...others] = await recordsOf(cardId);
    expect(replaced).toMatchObject({ finishedAt: chain.a.platform.now() });
    expect(replaced).not.toHaveProperty('dueAt');
    expect(others.map((item) => item['dueAt'] !== undefined)).toEqual([true, false]);
    chain.moveClocks(chain.a.platform.graceMs);
    await workOff();
    expect(await states()).toEqual(['replaced', 'applied', 'applied']);
    expect(await cardBelow()).toMatchObject({ status: 'active', limit: 2_000 });
  });

  it('a person is called for the one that nobody knows of', async () => {
    await silent('lost', asked({ status: 0 }));
    chain.line.plan(() => 'lost');
    for (const wait of WAITS) {
      chain.moveClocks(wait * chain.a.platform.graceMs);
      await workOff();
    }
    const [change] = await recordsOf(cardId);
    expect(change).not.toHaveProperty('dueAt');
    expect(chain.a.rung.filter(({ what }) => what === 'a change below has no outcome')).toEqual([
      { what: 'a change below has no outcome', about: { changeId: change?.['changeId'], card: cardId } },
    ]);
    chain.line.plan(() => undefined);
    await fulfil(chain.a.platform, String(change?.['changeId']));
    expect(await states()).toEqual(['applied']);
  });
});

describe('a limit', () => {
  it('of zero is none any more, here and below', async () => {
    await modify(asked({ authLimitAmount: '0' }));
    expect(await cardHere()).not.toHaveProperty('limit');
    expect(await cardBelow()).not.toHaveProperty('limit');
  });

  it('that was refused is asked for again by the same number, as long as nothing newer was', async () => {
    await setBelow({ usedAmount: 2_000 });
    const request = asked({ authLimitAmount: '10' });
    await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
    await setBelow({ usedAmount: 0 });
    expect(await made(() => modify(request))).toEqual(['cardModify']);
    expect(await cardBelow()).toMatchObject({ limit: 1_000 });
    expect(await states()).toEqual(['refused', 'applied']);
  });
});

it('a number that was refused below ends a day after the first refusal, unless the request is signed', async () => {
  await setBelow({ usedAmount: 2_000 });
  const request = asked({ authLimitAmount: '10' });
  await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
  chain.moveClocks(DAY_MS - 1);
  await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
  chain.moveClocks(1);
  await setBelow({ usedAmount: 0 });
  expect(await made(() => expect(modify(request)).rejects.toThrow(RequestNumberEnded))).toEqual([]);
  await modifyCard(request, { ...chain.call, signed: true });
  expect(await cardBelow()).toMatchObject({ limit: 1_000 });
});

describe('what was sent more than once is looked at', () => {
  const doubted = async () => {
    const request = asked({ status: 0 });
    await silent('lost', request);
    await modify(request);
  };

  it('once, and then no more', async () => {
    await doubted();
    const [change] = await recordsOf(cardId);
    expect(change).toMatchObject({ isDoubted: true, lookAt: chain.a.platform.now() + ON_ITS_WAY_MS });
    chain.moveClocks(ON_ITS_WAY_MS);
    await workOff();
    const [seen] = await recordsOf(cardId);
    for (const field of ['lookAt', 'dueAt', 'dueShard']) expect(seen).not.toHaveProperty(field);
    chain.moveClocks(ON_ITS_WAY_MS);
    expect(await made(workOff)).toEqual([]);
    expect(chain.a.rung).toEqual([]);
  });

  it('and set right where it is not what it is here, which rings', async () => {
    await doubted();
    await setBelow({ status: 'active' });
    chain.moveClocks(ON_ITS_WAY_MS);
    await workOff();
    expect(await cardBelow()).toMatchObject({ status: 'frozen' });
    const [, correction] = await recordsOf(cardId);
    const about = { changeId: correction?.['changeId'], issuer: 'below', card: cardId };
    expect(chain.a.rung).toEqual([{ what: 'a change below was undone there', about }]);
    expect(correction).toMatchObject({ corrections: 0, wanted: { status: 0 }, state: 'applied' });
  });

  it('later while something else is open', async () => {
    await doubted();
    chain.moveClocks(ON_ITS_WAY_MS - 1);
    await silent('lost', asked({ authLimitAmount: '20' }));
    chain.moveClocks(1);
    const [{ changeId } = { changeId: '' }] = (await recordsOf(cardId)).map(changeFrom);
    expect(await made(() => fulfil(chain.a.platform, changeId))).toEqual([]);
    const [change] = await recordsOf(cardId);
    const again = chain.a.platform.now() + ON_ITS_WAY_MS;
    expect(change).toMatchObject({ lookAt: again, dueAt: again });
    chain.moveClocks(ON_ITS_WAY_MS);
    await workOff();
    expect((await recordsOf(cardId))[0]).not.toHaveProperty('lookAt');
  });

  it('no more once the card is closed', async () => {
    await doubted();
    const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, chain.call);
    await chain.settle(orderId);
    chain.moveClocks(ON_ITS_WAY_MS);
    expect(await made(workOff)).toEqual([]);
    expect((await recordsOf(cardId))[0]).not.toHaveProperty('lookAt');
  });

  it('of a group as well', async () => {
    const request = { userReqNo: newNumber('status'), groupId, status: 0 as const };
    chain.line.plan(() => 'lost');
    await expect(changeGroupStatus(request, chain.call)).rejects.toThrow(TryAgainLater);
    chain.line.plan(() => undefined);
    await changeGroupStatus(request, chain.call);
    chain.moveClocks(ON_ITS_WAY_MS);
    await workOff();
    const records = await recordsOf(groupId);
    expect(records.map(({ state, lookAt }) => [state, lookAt])).toEqual([['applied', undefined]]);
    expect(chain.a.rung).toEqual([]);
    await changeGroupStatus({ ...request, userReqNo: newNumber('status'), status: 1 }, chain.call);
  });
});

it('a change that is gone is told, and one of a card that is closed refused', async () => {
  await expect(outcomeOfChange(chain.a.platform, 'c1')).rejects.toThrow('change c1 is gone');
  const frozen = asked({ status: 0 });
  await accepted(frozen);
  const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, chain.call);
  await chain.settle(orderId);
  await expect(modify(frozen)).rejects.toThrow(StatusNotSuitable);
});
