import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardOf } from '../../../shared/cards/card.ts';
import { modifyCard } from '../../../shared/cards/modify.ts';
import { carryOutChange } from '../../../shared/changes/carry-out.ts';
import { type Change, findChange } from '../../../shared/changes/change.ts';
import { ON_ITS_WAY_MS } from '../../../shared/changes/finish.ts';
import {
  LimitBelowUsed,
  NewerChange,
  RequestNumberReused,
  StatusNotSuitable,
  TryAgainLater,
} from '../../../shared/contract/errors.ts';
import { formatDate } from '../../../shared/contract/time.ts';
import { changeGroupStatus } from '../../../shared/groups/change-status.ts';
import { groupOf } from '../../../shared/groups/group.ts';
import { fulfil } from '../../../shared/orders/fulfil.ts';
import { cancelCard } from '../../../shared/orders/kinds/card-cancellation.ts';
import { openCard } from '../../../shared/orders/kinds/card-opening.ts';
import { openGroup } from '../../../shared/orders/kinds/group-opening.ts';
import { WAITS } from '../../../shared/orders/polling-delays.ts';
import { sweep } from '../../../shared/platform/sweep.ts';
import type { Item } from '../../../shared/store/item.ts';
import type { Store } from '../../../shared/store/store.ts';
import { newNumber, supplementary } from '../../support/card-steps.ts';
import { type Chain, openChain } from '../../support/chain.ts';
import { type Network, openNetwork } from '../authorize/network.ts';

let chain: Chain;
let network: Network;
/** A supplementary card below, and its group. */
let cardId: string;
let groupId: string;

beforeAll(async () => {
  chain = await openChain();
  network = openNetwork(chain.b);
  const group = { localCurrency: 'USD', authLimitAmount: '1000', binRangeId: 'US1' };
  ({ orderId: groupId } = await openGroup({ userReqNo: newNumber('group'), ...group }, chain.call));
  await chain.settle(groupId);
});
beforeEach(async () => {
  const startDate = formatDate(chain.a.platform.now(), chain.a.platform.utcOffset);
  const asked = supplementary(groupId, { binRangeId: 'US1', authLimitAmount: '100', startDate });
  ({ orderId: cardId } = await openCard(asked, chain.call));
  await chain.settle(cardId);
});
afterEach(async () => {
  chain.line.plan(() => undefined);
  expect(await chain.differences()).toEqual([]);
});

const userNo = () => chain.call.merchant.userNo;
const cardHere = () => cardOf(chain.a.platform.store, userNo(), cardId);
const belowItem = async (pk: string): Promise<Item> =>
  (await chain.b.platform.store.get('cards', { pk })) ?? {};
const cardBelow = async () => belowItem(`card/${(await cardHere()).issuerCardId}`);
/** The card's status and limit, here and below. */
const both = async () => {
  const [here, below] = [await cardHere(), await cardBelow()];
  return [
    [here.status, Number(here.limit ?? 0)],
    [below['status'], Number(below['limit'] ?? 0)],
  ];
};
const changesOf = async (subject: string): Promise<Change[]> => {
  const items = await chain.a.operator.scan('orders');
  const ids = items
    .filter(({ pk }) => String(pk).startsWith('change/'))
    .map(({ changeId }) => String(changeId));
  const changes = await Promise.all(ids.map((id) => findChange(chain.a.platform.store, id)));
  return changes
    .flatMap((change) => (change?.subject.id === subject ? [change] : []))
    .sort((one, other) => one.version - other.version);
};
const states = async (subject = cardId) => (await changesOf(subject)).map(({ state }) => state);
const open = async () => (await changesOf(cardId)).filter(({ state }) => state === 'open');

type Wish = { status?: 0 | 1; authLimitAmount?: string; cardAlias?: string; cardLabel?: string };
const asked = (wish: Wish, userReqNo = newNumber('modify')) => ({ userReqNo, cardId, ...wish });
const modify = (request: ReturnType<typeof asked>) => modifyCard(request, chain.call);
const freeze = () => asked({ status: 0 });
const enable = () => asked({ status: 1 });
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
const silent = async (fault: 'lost' | 'unanswered' | 'late', step: () => Promise<unknown>) => {
  chain.line.plan(() => fault);
  await expect(step()).rejects.toThrow(TryAgainLater);
  chain.line.plan(() => undefined);
};

describe('a change that was made and not answered', () => {
  it('of a status is not made again over a newer one', async () => {
    const frozen = freeze();
    await silent('unanswered', () => modify(frozen));
    await modify(enable());
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
    // As 130001 asks.
    expect(await modify(frozen)).toEqual({ userReqNo: frozen.userReqNo, cardId });
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('of a limit is not made again over a newer one', async () => {
    const [lower, higher] = [asked({ authLimitAmount: '20' }), asked({ authLimitAmount: '300' })];
    await silent('unanswered', () => modify(lower));
    await modify(higher);
    await modify(lower);
    expect(await both()).toEqual([
      ['active', 30_000],
      ['active', 30_000],
    ]);
  });

  it('of a group is not made again over a newer one', async () => {
    const change = (status: 0 | 1) => ({ userReqNo: newNumber('status'), groupId, status });
    const statuses = async () => {
      const here = await groupOf(chain.a.platform.store, userNo(), groupId);
      return [here.status, (await belowItem(`group/${here.issuerGroupId}`))['status']];
    };
    const frozen = change(0);
    await silent('unanswered', () => changeGroupStatus(frozen, chain.call));
    expect(await statuses()).toEqual(['frozen', 'frozen']);
    await changeGroupStatus(change(1), chain.call);
    expect(await statuses()).toEqual(['enabled', 'enabled']);
    expect(await changeGroupStatus(frozen, chain.call)).toEqual(frozen);
    expect(await statuses()).toEqual(['enabled', 'enabled']);
  });
});

describe('a change that never arrived', () => {
  it('is carried out by the worker when nobody asks again', async () => {
    await silent('lost', () => modify(freeze()));
    expect(await both()).toEqual([
      ['frozen', 10_000],
      ['active', 10_000],
    ]);
    await workOff();
    expect((await open()).length).toBe(1);
    chain.moveClocks(chain.a.platform.graceMs);
    await workOff();
    expect(await both()).toEqual([
      ['frozen', 10_000],
      ['frozen', 10_000],
    ]);
    expect(await states()).toEqual(['applied']);
  });

  it('goes before a newer one, which waits for it', async () => {
    const [first, second] = [asked({ authLimitAmount: '20' }), freeze()];
    await silent('lost', () => modify(first));
    await silent('lost', () => modify(second));
    expect((await both())[0]).toEqual(['frozen', 10_000]);
    expect(await made(() => modify(second))).toEqual(['cardModify', 'cardModify']);
    expect(await both()).toEqual([
      ['frozen', 2_000],
      ['frozen', 2_000],
    ]);
    expect(await made(() => modify(first))).toEqual([]);
  });

  it('waits for nobody once its predecessor is known, whoever found that out', async () => {
    await silent('lost', () => modify(asked({ authLimitAmount: '20' })));
    await silent('lost', () => modify(freeze()));
    chain.moveClocks(2 * chain.a.platform.graceMs);
    await workOff();
    expect(await states()).toEqual(['applied', 'applied']);
    expect(await both()).toEqual([
      ['frozen', 2_000],
      ['frozen', 2_000],
    ]);
  });

  it('counts as frozen until it is known to be enabled', async () => {
    await modify(freeze());
    const enabled = enable();
    await silent('unanswered', () => modify(enabled));
    expect([(await cardHere()).status, (await cardBelow())['status']]).toEqual(['frozen', 'active']);
    await modify(enabled);
    expect([(await cardHere()).status, (await cardBelow())['status']]).toEqual(['active', 'active']);
  });

  it('is told to a person after the last time of asking, and goes on when the merchant does', async () => {
    const frozen = freeze();
    await silent('lost', () => modify(frozen));
    const [{ changeId } = { changeId: '' }] = await open();
    chain.a.alarms.length = 0;
    chain.line.plan(() => 'lost');
    // What the merchant asks in between counts for nothing.
    for (const _ of WAITS) await carryOutChange(chain.a.platform, changeId);
    for (const wait of WAITS) {
      expect(chain.a.alarms).toEqual([]);
      chain.moveClocks(wait * chain.a.platform.graceMs);
      await carryOutChange(chain.a.platform, changeId);
    }
    expect(chain.a.alarms).toEqual(['a change below has no outcome']);
    chain.moveClocks(3_600_000);
    expect(await made(workOff)).not.toContain('cardModify');
    chain.line.plan(() => undefined);
    await modify(frozen);
    expect((await cardBelow())['status']).toBe('frozen');
  });
});

describe('a change that waits and was never sent', () => {
  it('is replaced by a newer one of the same, and its repetition refused', async () => {
    const [first, second, third] = [asked({ authLimitAmount: '20' }), enable(), freeze()];
    await silent('lost', () => modify(first));
    await silent('lost', () => modify(second));
    await silent('lost', () => modify(third));
    expect(await states()).toEqual(['open', 'replaced', 'open']);
    await expect(modify(second)).rejects.toThrow(NewerChange);
    expect(await made(() => modify(third))).toEqual(['cardModify', 'cardModify']);
    await expect(modify(second)).rejects.toThrow('a newer change of the card');
    expect(await both()).toEqual([
      ['frozen', 2_000],
      ['frozen', 2_000],
    ]);
  });

  it('is not replaced by one of something else', async () => {
    await silent('lost', () => modify(enable()));
    await silent('lost', () => modify(asked({ status: 0, authLimitAmount: '20' })));
    await silent('lost', () => modify(enable()));
    expect(await states()).toEqual(['open', 'open', 'open']);
    chain.moveClocks(chain.a.platform.graceMs);
    await workOff();
    expect(await both()).toEqual([
      ['active', 2_000],
      ['active', 2_000],
    ]);
  });
});

describe('a change that is refused below', () => {
  const use = async (amount: string) =>
    network.authorize((await cardHere()).issuerCardId ?? '', { transCurrencyAmt: amount });
  const lower = () => asked({ authLimitAmount: '10' });

  it('changes nothing here, and gives its number back', async () => {
    await use('20');
    const request = lower();
    await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
    await modify({ ...request, authLimitAmount: '50' });
    expect((await both())[1]).toEqual(['active', 5_000]);
    await expect(modify(request)).rejects.toThrow(RequestNumberReused);
    await chain.tell();
  });

  it('is as it was when a freeze is refused', async () => {
    chain.line.plan((name) => (name === 'cardModify' ? '110005' : undefined));
    await expect(modify(freeze())).rejects.toThrow(StatusNotSuitable);
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
  });

  it('is never asked for again by the same number over a newer one', async () => {
    await use('20');
    const request = lower();
    await silent('lost', () => modify(request));
    const [{ changeId } = { changeId: '' }] = await open();
    await carryOutChange(chain.a.platform, changeId);
    expect(await states()).toEqual(['refused']);
    await modify(asked({ authLimitAmount: '60' }));
    expect(await made(() => expect(modify(request)).rejects.toThrow(LimitBelowUsed))).toEqual([]);
    expect((await both())[1]).toEqual(['active', 6_000]);
    await chain.tell();
  });

  it('and arrives once more after that is undone by what was asked for last', async () => {
    await use('20');
    const request = lower();
    await silent('late', () => modify(request));
    await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
    await modify(asked({ authLimitAmount: '60' }));
    const key = { pk: `card/${(await cardHere()).issuerCardId}` };
    await chain.b.platform.store.write([{ kind: 'update', table: 'cards', key, set: { usedAmount: 0 } }]);
    await chain.line.arrive();
    expect((await both())[1]).toEqual(['active', 1_000]);
    chain.moveClocks(ON_ITS_WAY_MS);
    await workOff();
    expect(await both()).toEqual([
      ['active', 6_000],
      ['active', 6_000],
    ]);
    expect(chain.a.alarms).toContain('a change below was undone there');
    chain.moveClocks(ON_ITS_WAY_MS);
    expect(await made(workOff)).not.toContain('cardModify');
    await chain.b.platform.store.write([{ kind: 'update', table: 'cards', key, set: { usedAmount: 2_000 } }]);
    await chain.tell();
  });
});

it('what corrects and is refused is asked for again, less and less often', async () => {
  const enabled = enable();
  await silent('lost', () => modify(enabled));
  await modify(enabled);
  const key = { pk: `card/${(await cardHere()).issuerCardId}` };
  await chain.b.platform.store.write([{ kind: 'update', table: 'cards', key, set: { status: 'frozen' } }]);
  chain.line.plan((name) => (name === 'cardModify' ? '110005' : undefined));
  for (const wait of [1, 1, 2]) {
    chain.moveClocks(wait * ON_ITS_WAY_MS - 1);
    expect(await made(workOff)).not.toContain('cardModify');
    chain.moveClocks(1);
    expect(await made(workOff)).toContain('cardModify');
  }
  chain.line.plan(() => undefined);
  chain.moveClocks(4 * ON_ITS_WAY_MS);
  await workOff();
  expect((await cardBelow())['status']).toBe('active');
  expect(await states()).toEqual(['applied', 'refused', 'refused', 'refused', 'applied']);
});

describe('a crash', () => {
  const interrupted = (times: number, request: ReturnType<typeof asked>) => {
    const { platform } = chain.a;
    let writes = 0;
    const store: Store = {
      ...platform.store,
      get: (table, key) => platform.store.get(table, key),
      getMany: (table, keys) => platform.store.getMany(table, keys),
      write: async (all) => {
        writes += 1;
        if (writes > times) throw new Error('crash');
        return platform.store.write(all);
      },
    };
    return modifyCard(request, { ...chain.call, platform: { ...platform, store } });
  };

  it.each([1, 2])('after %d writes leaves the worker to go on', async (writes) => {
    const frozen = freeze();
    await expect(interrupted(writes, frozen)).rejects.toThrow('crash');
    chain.moveClocks(chain.a.platform.graceMs);
    await workOff();
    expect(await both()).toEqual([
      ['frozen', 10_000],
      ['frozen', 10_000],
    ]);
    expect(await made(() => modify(frozen))).toEqual([]);
  });
});

describe('the card', () => {
  it('waits with its changes for its cancellation, and is closed with it', async () => {
    const frozen = freeze();
    await silent('lost', () => modify(frozen));
    const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, chain.call);
    expect(await made(() => expect(modify(frozen)).rejects.toThrow(TryAgainLater))).toEqual([]);
    await chain.settle(orderId);
    await expect(modify(frozen)).rejects.toThrow(StatusNotSuitable);
    expect([(await cardHere()).status, (await cardBelow())['status']]).toEqual(['closed', 'closed']);
    expect(await states()).toEqual(['refused']);
  });

  it('is what its changes make it when its cancellation fails', async () => {
    await silent('unanswered', () => modify(freeze()));
    const { orderId } = await cancelCard({ userReqNo: newNumber('close'), cardId }, chain.call);
    chain.line.plan((name) => (name === 'cardClose' ? '110005' : undefined));
    await chain.fulfil(orderId);
    const enabled = enable();
    await modify(enabled);
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
  });

  it('takes a name that came after an open change after it, and at once where there is none', async () => {
    await silent('lost', () => modify(asked({ status: 0, cardAlias: 'first', cardLabel: 'red' })));
    await silent('lost', () => modify(asked({ cardAlias: 'second' })));
    expect((await cardHere()).alias).toBe('');
    chain.moveClocks(2 * chain.a.platform.graceMs);
    await workOff();
    expect(await cardHere()).toMatchObject({ alias: 'second', label: 'red' });
    expect(await made(() => modify(asked({ cardAlias: 'third' })))).toEqual([]);
    expect((await cardHere()).alias).toBe('third');
  });

  it('that several change at once is the same on both sides', async () => {
    const requests = [
      freeze(),
      enable(),
      asked({ authLimitAmount: '20' }),
      freeze(),
      enable(),
      asked({ authLimitAmount: '0' }),
    ];
    chain.line.plan((_, call) => ['lost', 'unanswered', undefined, undefined][call % 4] as never);
    await Promise.allSettled(requests.flatMap((request) => [modify(request), modify(request)]));
    chain.line.plan(() => undefined);
    for (const _ of WAITS) {
      chain.moveClocks(10 * 60_000);
      await workOff();
    }
    expect(await open()).toEqual([]);
    const [here, below] = await both();
    expect(here).toEqual(below);
    const applied = (await changesOf(cardId)).filter(({ state }) => state === 'applied');
    const status = applied
      .map(({ wanted }) => wanted.status)
      .filter((one) => one !== undefined)
      .at(-1);
    expect(here?.[0]).toBe(status === 0 ? 'frozen' : 'active');
  });
});

it('a worker that is woken for nothing does nothing', async () => {
  expect(await fulfil(chain.a.platform, 'c1')).toBeUndefined();
});
