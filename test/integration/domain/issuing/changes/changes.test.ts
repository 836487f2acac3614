import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { modifyCard } from '../../../../../shared/domain/issuing/cards/modify-card.ts';
import { carryOutChange } from '../../../../../shared/domain/issuing/changes/carry-out-change.ts';
import { type Change, findChange } from '../../../../../shared/domain/issuing/changes/change.ts';
import { IN_FLIGHT_MS } from '../../../../../shared/domain/issuing/changes/finish-change.ts';
import { changeGroupStatus } from '../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { groupOf } from '../../../../../shared/domain/issuing/model/group.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfil } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { POLLING_DELAYS } from '../../../../../shared/runtime/queue/polling-delays.ts';
import { sweep } from '../../../../../shared/runtime/queue/sweep.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import { formatDate } from '../../../../../shared/wire/contract/time.ts';
import {
  LimitBelowUsed,
  NewerChange,
  RequestNumberReused,
  StatusNotSuitable,
  TryAgainLater,
} from '../../../../../shared/wire/errors.ts';
import { openTwoPlatforms, type TwoPlatforms } from '../../../../support/clouds/two-platforms.ts';
import { newRequestNo, supplementary } from '../../../../support/fixtures/card-steps.ts';
import { type CardNetwork, openCardNetwork } from '../transactions/authorize/network-fixture.ts';

let platforms: TwoPlatforms;
let network: CardNetwork;
/** A supplementary card at the external issuer, and its group. */
let cardId: string;
let groupId: string;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  network = openCardNetwork(platforms.issuer);
  const group = { localCurrency: 'USD', authLimitAmount: '1000', binRangeId: 'US1' };
  ({ orderId: groupId } = await openGroup({ userReqNo: newRequestNo('group'), ...group }, platforms.call));
  await platforms.settle(groupId);
});
beforeEach(async () => {
  const startDate = formatDate(platforms.reseller.deps.now(), platforms.reseller.deps.utcOffset);
  const requested = supplementary(groupId, { binRangeId: 'US1', authLimitAmount: '100', startDate });
  ({ orderId: cardId } = await openCard(requested, platforms.call));
  await platforms.settle(cardId);
});
afterEach(async () => {
  platforms.link.plan(() => undefined);
  expect(await platforms.differences()).toEqual([]);
});

const userNo = () => platforms.call.merchant.userNo;
const cardAtReseller = () => cardOf(platforms.reseller.deps.store, userNo(), cardId);
const itemAtIssuer = async (pk: string): Promise<Item> =>
  (await platforms.issuer.deps.store.get('cards', { pk })) ?? {};
const cardAtIssuer = async () => itemAtIssuer(`card/${(await cardAtReseller()).issuerCardId}`);
/** Returns the card's status and limit, here and at the external issuer. */
const both = async () => {
  const [here, atIssuer] = [await cardAtReseller(), await cardAtIssuer()];
  return [
    [here.status, Number(here.limit ?? 0)],
    [atIssuer['status'], Number(atIssuer['limit'] ?? 0)],
  ];
};
const changesOf = async (subject: string): Promise<Change[]> => {
  const items = await platforms.reseller.operator.scan('orders');
  const ids = items
    .filter(({ pk }) => String(pk).startsWith('change/'))
    .map(({ changeId }) => String(changeId));
  const changes = await Promise.all(ids.map((id) => findChange(platforms.reseller.deps.store, id)));
  return changes
    .flatMap((change) => (change?.subject.id === subject ? [change] : []))
    .sort((one, other) => one.version - other.version);
};
const states = async (subject = cardId) => (await changesOf(subject)).map(({ state }) => state);
const open = async () => (await changesOf(cardId)).filter(({ state }) => state === 'open');

type RequestedChange = { status?: 0 | 1; authLimitAmount?: string; cardAlias?: string; cardLabel?: string };
const requested = (change: RequestedChange, userReqNo = newRequestNo('modify')) => ({
  userReqNo,
  cardId,
  ...change,
});
const modify = (request: ReturnType<typeof requested>) => modifyCard(request, platforms.call);
const freeze = () => requested({ status: 0 });
const enable = () => requested({ status: 1 });
/** Carries out the changes that the sweeper finds, at the time when they are due. */
async function fulfilOpenChanges(): Promise<void> {
  platforms.reseller.enqueued.length = 0;
  await sweep(platforms.reseller.deps);
  for (const { waiting, id } of [...platforms.reseller.enqueued])
    if (waiting === 'order') await fulfil(platforms.reseller.deps, id);
}
const made = async (step: () => Promise<unknown>) => {
  const before = platforms.link.calls.length;
  await step();
  return platforms.link.calls.slice(before);
};
const silent = async (fault: 'lost' | 'unanswered' | 'late', step: () => Promise<unknown>) => {
  platforms.link.plan(() => fault);
  await expect(step()).rejects.toThrow(TryAgainLater);
  platforms.link.plan(() => undefined);
};

describe('a change that was made but whose answer was lost', () => {
  it('of a status is not made again over a newer one', async () => {
    const frozen = freeze();
    await silent('unanswered', () => modify(frozen));
    await modify(enable());
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
    // Error 130001 asks for a repeat.
    expect(await modify(frozen)).toEqual({ userReqNo: frozen.userReqNo, cardId });
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('of a limit is not made again over a newer one', async () => {
    const [lower, higher] = [requested({ authLimitAmount: '20' }), requested({ authLimitAmount: '300' })];
    await silent('unanswered', () => modify(lower));
    await modify(higher);
    await modify(lower);
    expect(await both()).toEqual([
      ['active', 30_000],
      ['active', 30_000],
    ]);
  });

  it('of a group is not made again over a newer one', async () => {
    const change = (status: 0 | 1) => ({ userReqNo: newRequestNo('status'), groupId, status });
    const statuses = async () => {
      const here = await groupOf(platforms.reseller.deps.store, userNo(), groupId);
      return [here.status, (await itemAtIssuer(`group/${here.issuerGroupId}`))['status']];
    };
    const frozen = change(0);
    await silent('unanswered', () => changeGroupStatus(frozen, platforms.call));
    expect(await statuses()).toEqual(['frozen', 'frozen']);
    await changeGroupStatus(change(1), platforms.call);
    expect(await statuses()).toEqual(['enabled', 'enabled']);
    expect(await changeGroupStatus(frozen, platforms.call)).toEqual(frozen);
    expect(await statuses()).toEqual(['enabled', 'enabled']);
  });
});

describe('a change that never arrived', () => {
  it('is carried out by the worker without a repeat by the merchant', async () => {
    await silent('lost', () => modify(freeze()));
    expect(await both()).toEqual([
      ['frozen', 10_000],
      ['active', 10_000],
    ]);
    await fulfilOpenChanges();
    expect((await open()).length).toBe(1);
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await both()).toEqual([
      ['frozen', 10_000],
      ['frozen', 10_000],
    ]);
    expect(await states()).toEqual(['applied']);
  });

  it('goes before a newer one, which waits for it', async () => {
    const [first, second] = [requested({ authLimitAmount: '20' }), freeze()];
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

  it('lets its successor go on once its outcome is known', async () => {
    await silent('lost', () => modify(requested({ authLimitAmount: '20' })));
    await silent('lost', () => modify(freeze()));
    platforms.moveClocks(2 * platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await states()).toEqual(['applied', 'applied']);
    expect(await both()).toEqual([
      ['frozen', 2_000],
      ['frozen', 2_000],
    ]);
  });

  it('leaves the card frozen until it is known to be enabled', async () => {
    await modify(freeze());
    const enabled = enable();
    await silent('unanswered', () => modify(enabled));
    expect([(await cardAtReseller()).status, (await cardAtIssuer())['status']]).toEqual(['frozen', 'active']);
    await modify(enabled);
    expect([(await cardAtReseller()).status, (await cardAtIssuer())['status']]).toEqual(['active', 'active']);
  });

  it('raises an alarm after the last retry, and continues when the merchant repeats it', async () => {
    const frozen = freeze();
    await silent('lost', () => modify(frozen));
    const [{ changeId } = { changeId: '' }] = await open();
    platforms.reseller.alarms.length = 0;
    platforms.link.plan(() => 'lost');
    // A merchant's inquiries in between do not change the schedule.
    for (const _ of POLLING_DELAYS) await carryOutChange(platforms.reseller.deps, changeId);
    for (const wait of POLLING_DELAYS) {
      expect(platforms.reseller.alarms).toEqual([]);
      platforms.moveClocks(wait * platforms.reseller.deps.graceMs);
      await carryOutChange(platforms.reseller.deps, changeId);
    }
    expect(platforms.reseller.alarms).toEqual(['a change has no outcome']);
    platforms.moveClocks(3_600_000);
    expect(await made(fulfilOpenChanges)).not.toContain('cardModify');
    platforms.link.plan(() => undefined);
    await modify(frozen);
    expect((await cardAtIssuer())['status']).toBe('frozen');
  });
});

describe('a change that waits and was never sent', () => {
  it('is replaced by a newer one of the same attribute, and its repeat is refused', async () => {
    const [first, second, third] = [requested({ authLimitAmount: '20' }), enable(), freeze()];
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

  it('is not replaced by a change of another attribute', async () => {
    await silent('lost', () => modify(enable()));
    await silent('lost', () => modify(requested({ status: 0, authLimitAmount: '20' })));
    await silent('lost', () => modify(enable()));
    expect(await states()).toEqual(['open', 'open', 'open']);
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await both()).toEqual([
      ['active', 2_000],
      ['active', 2_000],
    ]);
  });
});

describe('a change that the issuer refuses', () => {
  const use = async (amount: string) =>
    network.authorize((await cardAtReseller()).issuerCardId ?? '', { transCurrencyAmt: amount });
  const lower = () => requested({ authLimitAmount: '10' });

  it('changes nothing here, and releases its request number', async () => {
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
    await platforms.deliverAll();
  });

  it('leaves the card as it was when a freeze is refused', async () => {
    platforms.link.plan((name) => (name === 'cardModify' ? '110005' : undefined));
    await expect(modify(freeze())).rejects.toThrow(StatusNotSuitable);
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
  });

  it('is never sent again for its repeat once there is a newer one', async () => {
    await use('20');
    const request = lower();
    await silent('lost', () => modify(request));
    const [{ changeId } = { changeId: '' }] = await open();
    await carryOutChange(platforms.reseller.deps, changeId);
    expect(await states()).toEqual(['refused']);
    await modify(requested({ authLimitAmount: '60' }));
    expect(await made(() => expect(modify(request)).rejects.toThrow(LimitBelowUsed))).toEqual([]);
    expect((await both())[1]).toEqual(['active', 6_000]);
    await platforms.deliverAll();
  });

  it('and that arrives late once more is undone by the newest change', async () => {
    await use('20');
    const request = lower();
    await silent('late', () => modify(request));
    await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
    await modify(requested({ authLimitAmount: '60' }));
    const key = { pk: `card/${(await cardAtReseller()).issuerCardId}` };
    await platforms.issuer.deps.store.write([
      { kind: 'update', table: 'cards', key, set: { usedAmount: 0 } },
    ]);
    await platforms.link.deliverLate();
    expect((await both())[1]).toEqual(['active', 1_000]);
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    expect(await both()).toEqual([
      ['active', 6_000],
      ['active', 6_000],
    ]);
    expect(platforms.reseller.alarms).toContain('a change was undone at the issuer');
    platforms.moveClocks(IN_FLIGHT_MS);
    expect(await made(fulfilOpenChanges)).not.toContain('cardModify');
    await platforms.issuer.deps.store.write([
      { kind: 'update', table: 'cards', key, set: { usedAmount: 2_000 } },
    ]);
    await platforms.deliverAll();
  });
});

it('a correction that is refused is sent again at growing intervals', async () => {
  const enabled = enable();
  await silent('lost', () => modify(enabled));
  await modify(enabled);
  const key = { pk: `card/${(await cardAtReseller()).issuerCardId}` };
  await platforms.issuer.deps.store.write([
    { kind: 'update', table: 'cards', key, set: { status: 'frozen' } },
  ]);
  platforms.link.plan((name) => (name === 'cardModify' ? '110005' : undefined));
  for (const wait of [1, 1, 2]) {
    platforms.moveClocks(wait * IN_FLIGHT_MS - 1);
    expect(await made(fulfilOpenChanges)).not.toContain('cardModify');
    platforms.moveClocks(1);
    expect(await made(fulfilOpenChanges)).toContain('cardModify');
  }
  platforms.link.plan(() => undefined);
  platforms.moveClocks(4 * IN_FLIGHT_MS);
  await fulfilOpenChanges();
  expect((await cardAtIssuer())['status']).toBe('active');
  expect(await states()).toEqual(['applied', 'refused', 'refused', 'refused', 'applied']);
});

describe('a crash', () => {
  const interrupted = (times: number, request: ReturnType<typeof requested>) => {
    const { deps } = platforms.reseller;
    let writes = 0;
    const store: Store = {
      ...deps.store,
      get: (table, key) => deps.store.get(table, key),
      getMany: (table, keys) => deps.store.getMany(table, keys),
      write: async (all) => {
        writes += 1;
        if (writes > times) throw new Error('crash');
        return deps.store.write(all);
      },
    };
    return modifyCard(request, { ...platforms.call, deps: { ...deps, store } });
  };

  it.each([1, 2])('after %d writes leaves the change to the worker', async (writes) => {
    const frozen = freeze();
    await expect(interrupted(writes, frozen)).rejects.toThrow('crash');
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await both()).toEqual([
      ['frozen', 10_000],
      ['frozen', 10_000],
    ]);
    expect(await made(() => modify(frozen))).toEqual([]);
  });
});

describe('the card', () => {
  it('with open changes waits for its cancellation, which closes it and refuses them', async () => {
    const frozen = freeze();
    await silent('lost', () => modify(frozen));
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
    expect(await made(() => expect(modify(frozen)).rejects.toThrow(TryAgainLater))).toEqual([]);
    await platforms.settle(orderId);
    await expect(modify(frozen)).rejects.toThrow(StatusNotSuitable);
    expect([(await cardAtReseller()).status, (await cardAtIssuer())['status']]).toEqual(['closed', 'closed']);
    expect(await states()).toEqual(['refused']);
  });

  it('has the state of its changes when its cancellation fails', async () => {
    await silent('unanswered', () => modify(freeze()));
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
    platforms.link.plan((name) => (name === 'cardClose' ? '110005' : undefined));
    await platforms.fulfil(orderId);
    const enabled = enable();
    await modify(enabled);
    expect(await both()).toEqual([
      ['active', 10_000],
      ['active', 10_000],
    ]);
  });

  it('gets a new name after the open changes before it, or at once where there are none', async () => {
    await silent('lost', () => modify(requested({ status: 0, cardAlias: 'first', cardLabel: 'red' })));
    await silent('lost', () => modify(requested({ cardAlias: 'second' })));
    expect((await cardAtReseller()).alias).toBe('');
    platforms.moveClocks(2 * platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await cardAtReseller()).toMatchObject({ alias: 'second', label: 'red' });
    expect(await made(() => modify(requested({ cardAlias: 'third' })))).toEqual([]);
    expect((await cardAtReseller()).alias).toBe('third');
  });

  it('has the same state on both sides after concurrent changes', async () => {
    const requests = [
      freeze(),
      enable(),
      requested({ authLimitAmount: '20' }),
      freeze(),
      enable(),
      requested({ authLimitAmount: '0' }),
    ];
    platforms.link.plan((_, call) => ['lost', 'unanswered', undefined, undefined][call % 4] as never);
    await Promise.allSettled(requests.flatMap((request) => [modify(request), modify(request)]));
    platforms.link.plan(() => undefined);
    for (const _ of POLLING_DELAYS) {
      platforms.moveClocks(10 * 60_000);
      await fulfilOpenChanges();
    }
    expect(await open()).toEqual([]);
    const [here, atIssuer] = await both();
    expect(here).toEqual(atIssuer);
    const applied = (await changesOf(cardId)).filter(({ state }) => state === 'applied');
    const status = applied
      .map(({ requested }) => requested.status)
      .filter((one) => one !== undefined)
      .at(-1);
    expect(here?.[0]).toBe(status === 0 ? 'frozen' : 'active');
  });
});

it('a worker ignores a message about an unknown change', async () => {
  expect(await fulfil(platforms.reseller.deps, 'c1')).toBeUndefined();
});
