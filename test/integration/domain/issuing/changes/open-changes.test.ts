import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../../shared/domain/dependencies.ts';
import { modifyCard } from '../../../../../shared/domain/issuing/cards/modify-card.ts';
import {
  carryOutChange,
  completeChange,
} from '../../../../../shared/domain/issuing/changes/carry-out-change.ts';
import { type Change, changeFrom, readChanges } from '../../../../../shared/domain/issuing/changes/change.ts';
import { finishChange, IN_FLIGHT_MS } from '../../../../../shared/domain/issuing/changes/finish-change.ts';
import { changeGroupStatus } from '../../../../../shared/domain/issuing/groups/change-group-status.ts';
import { cardOf } from '../../../../../shared/domain/issuing/model/card.ts';
import { readSubject } from '../../../../../shared/domain/issuing/model/change-subject.ts';
import { cancelCard } from '../../../../../shared/domain/issuing/orders/card-cancellation.ts';
import { openCard } from '../../../../../shared/domain/issuing/orders/card-opening.ts';
import { fulfil } from '../../../../../shared/domain/issuing/orders/fulfil-order.ts';
import { openGroup } from '../../../../../shared/domain/issuing/orders/group-opening.ts';
import { POLLING_DELAYS } from '../../../../../shared/runtime/queue/polling-delays.ts';
import { sweep } from '../../../../../shared/runtime/queue/sweep.ts';
import type { Item } from '../../../../../shared/runtime/store/item.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import { formatDate } from '../../../../../shared/wire/contract/time.ts';
import {
  LimitBelowUsed,
  RequestNumberEnded,
  StatusNotSuitable,
  TryAgainLater,
} from '../../../../../shared/wire/errors.ts';
import { openTwoPlatforms, type TwoPlatforms } from '../../../../support/clouds/two-platforms.ts';
import { newRequestNo, supplementary } from '../../../../support/fixtures/card-steps.ts';
import { countedRounds } from '../../../../support/stores/counted-rounds.ts';
import { interruptedStore, readInterruptedStore } from '../../../../support/stores/interrupted-store.ts';

const DAY_MS = 86_400_000;

let platforms: TwoPlatforms;
/** A supplementary card at the external issuer, and its group. */
let cardId: string;
let groupId: string;

beforeAll(async () => {
  platforms = await openTwoPlatforms();
  const group = { localCurrency: 'USD', authLimitAmount: '1000', binRangeId: 'US1' };
  ({ orderId: groupId } = await openGroup({ userReqNo: newRequestNo('group'), ...group }, platforms.call));
  await platforms.settle(groupId);
});
beforeEach(async () => {
  const startDate = formatDate(platforms.reseller.deps.now(), platforms.reseller.deps.utcOffset);
  const requested = supplementary(groupId, { binRangeId: 'US1', authLimitAmount: '100', startDate });
  ({ orderId: cardId } = await openCard(requested, platforms.call));
  await platforms.settle(cardId);
  platforms.reseller.alarmDetails.length = 0;
});
afterEach(async () => {
  platforms.link.plan(() => undefined);
  // A change that one test leaves uncertain must not be checked in the next one.
  platforms.moveClocks(IN_FLIGHT_MS);
  await fulfilOpenChanges();
  expect(await platforms.differences()).toEqual([]);
});

type RequestedChange = { status?: 0 | 1; authLimitAmount?: string };
const requested = (change: RequestedChange) => ({ userReqNo: newRequestNo('modify'), cardId, ...change });
const modify = (request: ReturnType<typeof requested>) => modifyCard(request, platforms.call);
const cardAtReseller = () => cardOf(platforms.reseller.deps.store, platforms.call.merchant.userNo, cardId);
const keyAtIssuer = async () => ({ pk: `card/${(await cardAtReseller()).issuerCardId}` });
const cardAtIssuer = async (): Promise<Item> =>
  (await platforms.issuer.deps.store.get('cards', await keyAtIssuer())) ?? {};
const setAtIssuer = async (set: Item) =>
  platforms.issuer.deps.store.write([{ kind: 'update', table: 'cards', key: await keyAtIssuer(), set }]);
/** Returns the changes of a card or group, in their order. */
const recordsOf = async (subject: string): Promise<Item[]> =>
  (await platforms.reseller.operator.scan('orders'))
    .filter((item) => (item as unknown as Change).subject?.id === subject)
    .sort((one, other) => Number(one['version']) - Number(other['version']));
const states = async () => (await recordsOf(cardId)).map(({ state }) => state);
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
const silent = async (fault: 'lost' | 'unanswered', request: ReturnType<typeof requested>) => {
  platforms.link.plan(() => fault);
  await expect(modify(request)).rejects.toThrow(TryAgainLater);
  platforms.link.plan(() => undefined);
};
/** Accepts a change and crashes before it is sent. */
async function accepted(request: ReturnType<typeof requested>): Promise<void> {
  const { store } = platforms.reseller.deps;
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
  const deps = { ...platforms.reseller.deps, store: crashing };
  await expect(modifyCard(request, { ...platforms.call, deps })).rejects.toThrow('crash');
}

/** Returns the reseller's dependencies with which `happens` runs before a matching write. */
const meanwhile = (
  happens: () => Promise<unknown>,
  at: (writes: readonly Write[]) => boolean,
): Dependencies => ({
  ...platforms.reseller.deps,
  store: interruptedStore(platforms.reseller.deps.store, happens, at),
});
/** Whether a write sets this attribute of a change. */
const sets =
  (field: string, value?: unknown) =>
  (writes: readonly Write[]): boolean =>
    writes.some((one) => {
      const set = one.kind === 'update' && one.table === 'orders' ? (one.set ?? {}) : {};
      return field in set && (value === undefined || set[field] === value);
    });

describe('of the open changes of a card', () => {
  it('only the first is due', async () => {
    const firstAt = platforms.reseller.deps.now() + platforms.reseller.deps.graceMs;
    await silent('lost', requested({ authLimitAmount: '20' }));
    // A limit that is not known yet does not freeze money.
    expect(await cardAtReseller()).toMatchObject({ status: 'active', changesVersion: 1 });
    platforms.moveClocks(1_000);
    await accepted(requested({ status: 0 }));
    await accepted(requested({ authLimitAmount: '30' }));
    const records = await recordsOf(cardId);
    expect(records.map(({ dueAt }) => dueAt)).toEqual([firstAt, undefined, undefined]);
    expect(records.map(({ version }) => version)).toEqual([1, 2, 3]);
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await cardAtIssuer()).toMatchObject({ status: 'frozen', limit: 3_000 });
    expect(await states()).toEqual(['applied', 'applied', 'applied']);
  });

  it('the next is due when the first was never sent and is replaced', async () => {
    await accepted(requested({ status: 0 }));
    await accepted(requested({ authLimitAmount: '20' }));
    await accepted(requested({ status: 1 }));
    expect(await states()).toEqual(['replaced', 'open', 'open']);
    const [replaced, ...others] = await recordsOf(cardId);
    expect(replaced).toMatchObject({ finishedAt: platforms.reseller.deps.now() });
    for (const field of ['dueAt', 'dueShard']) expect(replaced).not.toHaveProperty(field);
    const dueAt = platforms.reseller.deps.now() + platforms.reseller.deps.graceMs;
    expect(others.map((item) => item['dueAt'])).toEqual([dueAt, undefined]);
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await states()).toEqual(['replaced', 'applied', 'applied']);
    expect(await cardAtIssuer()).toMatchObject({ status: 'active', limit: 2_000 });
  });

  it('a change is due when it replaces the only other one, which was never sent', async () => {
    await accepted(requested({ status: 0 }));
    await accepted(requested({ status: 1 }));
    expect(await states()).toEqual(['replaced', 'open']);
    const [, second] = await recordsOf(cardId);
    expect(second?.['dueAt']).toBe(platforms.reseller.deps.now() + platforms.reseller.deps.graceMs);
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await states()).toEqual(['replaced', 'applied']);
  });

  it('the next is due once the first has an outcome, even if the worker crashes', async () => {
    await silent('lost', requested({ authLimitAmount: '20' }));
    await accepted(requested({ status: 0 }));
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    const [first] = await recordsOf(cardId);
    const crashing = meanwhile(() => Promise.reject(new Error('crash')), sets('sentAt'));
    await expect(carryOutChange(crashing, String(first?.['changeId']))).rejects.toThrow('crash');
    expect(await states()).toEqual(['applied', 'open']);
    const [, next] = await recordsOf(cardId);
    expect(next?.['dueAt']).toBe(platforms.reseller.deps.now() + platforms.reseller.deps.graceMs);
    platforms.moveClocks(platforms.reseller.deps.graceMs);
    await fulfilOpenChanges();
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('one without an outcome raises an alarm after the last retry', async () => {
    await silent('lost', requested({ status: 0 }));
    platforms.link.plan(() => 'lost');
    for (const wait of POLLING_DELAYS) {
      platforms.moveClocks(wait * platforms.reseller.deps.graceMs);
      await fulfilOpenChanges();
    }
    const [change] = await recordsOf(cardId);
    expect(change).not.toHaveProperty('dueAt');
    expect(platforms.reseller.alarmDetails.filter(({ what }) => what === 'a change has no outcome')).toEqual([
      { what: 'a change has no outcome', about: { changeId: change?.['changeId'], card: cardId } },
    ]);
    const fulfilChange = () => fulfil(platforms.reseller.deps, String(change?.['changeId']));
    const { length } = platforms.reseller.alarmDetails;
    for (const _ of ['once', 'twice']) expect(await made(fulfilChange)).toEqual(['cardModify']);
    expect(platforms.reseller.alarmDetails).toHaveLength(length);
    expect(await recordsOf(cardId)).toMatchObject([{ resends: POLLING_DELAYS.length }]);
    platforms.link.plan(() => undefined);
    await fulfilChange();
    expect(await states()).toEqual(['applied']);
  });
});

describe('at the moment when', () => {
  const carryOut = (deps: Dependencies, { changeId }: Change) => carryOutChange(deps, changeId);
  const change = async (at = 0) => changeFrom((await recordsOf(cardId))[at] as Item);
  /** Another worker sends the change, and its response is lost. */
  const sendWithoutAnswer = async (one: Change) => {
    platforms.link.plan(() => 'lost');
    await carryOut(platforms.reseller.deps, one);
    platforms.link.plan(() => undefined);
  };
  const modifyMeanwhile = (request: ReturnType<typeof requested>, deps: Dependencies) =>
    modifyCard(request, { ...platforms.call, deps });
  const applied = { state: 'applied' } as const;

  it('a change would be replaced, it is sent by another worker and counts', async () => {
    await accepted(requested({ status: 0 }));
    const deps = meanwhile(async () => sendWithoutAnswer(await change()), sets('state'));
    await modifyMeanwhile(requested({ status: 1 }), deps);
    expect(await states()).toEqual(['applied', 'applied']);
    expect(await cardAtIssuer()).toMatchObject({ status: 'active' });
  });

  it('a card gets its first change, another request changes it too, and both apply', async () => {
    const first = requested({ authLimitAmount: '20' });
    const deps = meanwhile(
      () => silent('lost', first),
      (writes) => writes.some(({ kind }) => kind === 'put'),
    );
    await modifyMeanwhile(requested({ authLimitAmount: '30' }), deps);
    expect(await states()).toEqual(['applied', 'applied']);
    expect(await cardAtIssuer()).toMatchObject({ limit: 3_000 });
  });

  it('a change is sent, another worker sends it too, and it has to be rechecked', async () => {
    await accepted(requested({ status: 0 }));
    const one = await change();
    const deps = meanwhile(() => sendWithoutAnswer(one), sets('sentAt'));
    expect(await made(() => carryOut(deps, one))).toEqual(['cardModify', 'cardModify']);
    expect(await change()).toMatchObject({ state: 'applied', isResent: true });
  });

  it('the change before is sent, its outcome becomes known, and the next one is sent', async () => {
    await accepted(requested({ authLimitAmount: '20' }));
    const deps = meanwhile(
      async () => finishChange(platforms.reseller.deps, await change(), applied),
      sets('sentAt'),
    );
    await modifyMeanwhile(requested({ status: 0 }), deps);
    expect(await states()).toEqual(['applied', 'applied']);
    expect(await cardAtIssuer()).toMatchObject({ status: 'frozen' });
  });

  it('no answer comes, the outcome is recorded elsewhere and the change is no longer due', async () => {
    await accepted(requested({ status: 0 }));
    const one = await change();
    const deps = meanwhile(() => finishChange(platforms.reseller.deps, one, applied), sets('resendAt'));
    platforms.link.plan(() => 'lost');
    expect(await carryOut(deps, one)).toMatchObject({ state: 'applied' });
    for (const field of ['dueAt', 'dueShard', 'resendAt'])
      expect((await recordsOf(cardId))[0]).not.toHaveProperty(field);
  });

  it('an outcome arrives, it is recorded elsewhere and the next change is sent', async () => {
    await accepted(requested({ authLimitAmount: '20' }));
    const refused = { state: 'refused', code: '110005' } as const;
    const others = (outcome: typeof applied | typeof refused) =>
      meanwhile(async () => finishChange(platforms.reseller.deps, await change(), outcome), sets('state'));
    expect(await made(async () => carryOut(others(applied), await change()))).toEqual(['cardModify']);
    await accepted(requested({ authLimitAmount: '30' }));
    await accepted(requested({ status: 0 }));
    const deps = meanwhile(
      async () => finishChange(platforms.reseller.deps, await change(1), refused),
      sets('state'),
    );
    expect(await made(async () => carryOut(deps, await change(1)))).toEqual(['cardModify', 'cardModify']);
    expect(await states()).toEqual(['applied', 'refused', 'applied']);
    expect(await cardAtIssuer()).toMatchObject({ status: 'frozen' });
  });

  it('an outcome arrives, the change is sent again elsewhere and has to be rechecked', async () => {
    await accepted(requested({ status: 0 }));
    const one = await change();
    await carryOut(
      meanwhile(() => sendWithoutAnswer(one), sets('state')),
      one,
    );
    const recheckAt = platforms.reseller.deps.now() + IN_FLIGHT_MS;
    expect(await change()).toMatchObject({ state: 'applied', isResent: true, recheckAt });
  });

  it('an outcome arrives, the card’s cancellation begins and goes first', async () => {
    const frozen = requested({ status: 0 });
    let orderId = '';
    const deps = meanwhile(
      async () => {
        ({ orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call));
      },
      sets('state', 'applied'),
    );
    await expect(modifyMeanwhile(frozen, deps)).rejects.toThrow(TryAgainLater);
    expect(await states()).toEqual(['open']);
    await platforms.settle(orderId);
    const cancelled = await cardAtReseller();
    expect(cancelled.status).not.toBe('frozen');
    // The change was made there before the cancellation was requested, and a repeat under its number gets that result.
    await expect(modify(frozen)).resolves.toMatchObject({ cardId });
    expect(await states()).toEqual(['applied']);
    expect((await cardAtReseller()).status).toBe(cancelled.status);
  });
});

it('after the last open change its card is read once more to see that none is left', async () => {
  await accepted(requested({ authLimitAmount: '20' }));
  await accepted(requested({ status: 0 }));
  const [first] = await recordsOf(cardId);
  const { store, rounds } = countedRounds(platforms.reseller.deps.store);
  await carryOutChange({ ...platforms.reseller.deps, store }, String(first?.['changeId']));
  expect(await states()).toEqual(['applied', 'applied']);
  const lastWrite = rounds.findLastIndex(([tables]) => tables === 'orders cards');
  expect(rounds.slice(lastWrite + 1).filter(([table]) => table === 'cards')).toHaveLength(1);
});

describe('a failure of the platform itself to send a change', () => {
  const withoutIssuers = (deps: Dependencies) => ({ ...deps, externalIssuers: async () => undefined });
  const deps = () => platforms.reseller.deps;
  const isDue = async () => {
    platforms.reseller.enqueued.length = 0;
    await sweep(deps());
    return platforms.reseller.enqueued.some(({ waiting }) => waiting === 'order');
  };
  const enabled = async () => {
    await accepted(requested({ status: 1 }));
    const [change] = await recordsOf(cardId);
    return String(change?.['changeId']);
  };

  it('is followed by retries at growing intervals', async () => {
    const changeId = await enabled();
    for (const wait of [1, 1, 2]) {
      platforms.moveClocks(wait * deps().graceMs - 1);
      expect(await isDue()).toBe(false);
      platforms.moveClocks(1);
      expect(await isDue()).toBe(true);
      await expect(fulfil(withoutIssuers(deps()), changeId)).rejects.toThrow('there is no issuer partner');
    }
    platforms.moveClocks(4 * deps().graceMs);
    expect(await made(fulfilOpenChanges)).toEqual(['cardModify']);
    expect(await states()).toEqual(['applied']);
  });

  it('and to schedule the retry throws the first of both errors, and the change stays due', async () => {
    const changeId = await enabled();
    platforms.moveClocks(deps().graceMs);
    const failing = meanwhile(() => Promise.reject(new Error('the store is away')), sets('dueAt'));
    await expect(fulfil(withoutIssuers(failing), changeId)).rejects.toThrow('there is no issuer partner');
    await fulfilOpenChanges();
    expect(await states()).toEqual(['applied']);
  });
});

it('a change that was sent twice and is settled elsewhere meanwhile is not sent a third time', async () => {
  const request = requested({ status: 0 });
  await silent('lost', request);
  await silent('lost', request);
  const [record] = await recordsOf(cardId);
  const changeId = String(record?.['changeId']);
  const { store } = platforms.reseller.deps;
  let isSettled = false;
  const settledMeanwhile: Store = {
    ...interruptedStore(store, async () => {}),
    getMany: async (table, keys) => {
      const items = await store.getMany(table, keys);
      if (!isSettled) {
        isSettled = true;
        await carryOutChange(platforms.reseller.deps, changeId);
      }
      return items;
    },
  };
  const deps = { ...platforms.reseller.deps, store: settledMeanwhile };
  expect(await made(() => carryOutChange(deps, changeId))).toEqual(['cardModify']);
  expect(await states()).toEqual(['applied']);
});

describe('a limit', () => {
  it('of zero removes the limit, here and at the issuer', async () => {
    await modify(requested({ authLimitAmount: '0' }));
    expect(await cardAtReseller()).not.toHaveProperty('limit');
    expect(await cardAtIssuer()).not.toHaveProperty('limit');
  });

  it('that was refused is sent again for its repeat, as long as there is no newer change', async () => {
    await setAtIssuer({ usedAmount: 2_000 });
    const request = requested({ authLimitAmount: '10' });
    await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
    await setAtIssuer({ usedAmount: 0 });
    expect(await made(() => modify(request))).toEqual(['cardModify']);
    expect(await cardAtIssuer()).toMatchObject({ limit: 1_000 });
    expect(await states()).toEqual(['refused', 'applied']);
  });

  describe('that was refused before the first request learned of it', () => {
    /** Executes the request; before the refusal arrives, another request uses its number. */
    const outcomeLearnedLate = async (request: ReturnType<typeof requested>, next: typeof request) => {
      await accepted(request);
      const [record] = await recordsOf(cardId);
      const again = async () => {
        await setAtIssuer({ usedAmount: 2_000 });
        await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
        await setAtIssuer({ usedAmount: 0 });
        await modify(next);
      };
      const store = readInterruptedStore(platforms.reseller.deps.store, String(record?.['pk']), again);
      return modifyCard(request, { ...platforms.call, deps: { ...platforms.reseller.deps, store } });
    };

    it('is applied when its repeat was accepted in between', async () => {
      const request = requested({ authLimitAmount: '10' });
      await expect(outcomeLearnedLate(request, request)).resolves.toMatchObject({ cardId });
      expect(await states()).toEqual(['refused', 'applied']);
    });

    it('is refused when its number was used for another change in between', async () => {
      const request = requested({ authLimitAmount: '10' });
      const other = { ...request, authLimitAmount: '20' };
      await expect(outcomeLearnedLate(request, other)).rejects.toThrow(LimitBelowUsed);
      expect(await states()).toEqual(['refused', 'applied']);
      expect(await cardAtIssuer()).toMatchObject({ limit: 2_000 });
    });
  });

  describe('whose request number cannot be read after its acceptance', () => {
    const modifyBlind = (request: ReturnType<typeof requested>) => {
      const { store } = platforms.reseller.deps;
      let isWritten = false;
      const withoutReads: Store = {
        ...interruptedStore(store, async () => {
          isWritten = true;
        }),
        get: async (table, key) => {
          if (isWritten && key.pk.startsWith('request/')) throw new Error('the store is away');
          return store.get(table, key);
        },
      };
      return modifyCard(request, {
        ...platforms.call,
        deps: { ...platforms.reseller.deps, store: withoutReads },
      });
    };

    it('is not reported as refused, because its repeat may have been accepted', async () => {
      await setAtIssuer({ usedAmount: 2_000 });
      const request = requested({ authLimitAmount: '10' });
      await expect(modifyBlind(request)).rejects.toThrow('the store is away');
      await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
      await setAtIssuer({ usedAmount: 0 });
    });

    it('still has to be tried again later while it has no outcome', async () => {
      const request = requested({ authLimitAmount: '10' });
      platforms.link.plan(() => 'lost');
      await expect(modifyBlind(request)).rejects.toThrow(TryAgainLater);
      platforms.link.plan(() => undefined);
      await modify(request);
      expect(await states()).toEqual(['applied']);
    });
  });

  it('that was refused leaves its number to another one, even after newer changes', async () => {
    await setAtIssuer({ usedAmount: 2_000 });
    const request = requested({ authLimitAmount: '10' });
    await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
    await modify(requested({ authLimitAmount: '60' }));
    await modify({ ...request, authLimitAmount: '50' });
    expect(await cardAtIssuer()).toMatchObject({ limit: 5_000 });
    await setAtIssuer({ usedAmount: 0 });
  });
});

it('a number refused by the issuer ends a day after the first refusal, unless the request is signed', async () => {
  await setAtIssuer({ usedAmount: 2_000 });
  const request = requested({ authLimitAmount: '10' });
  await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
  platforms.moveClocks(DAY_MS - 1);
  await expect(modify(request)).rejects.toThrow(LimitBelowUsed);
  platforms.moveClocks(1);
  await setAtIssuer({ usedAmount: 0 });
  expect(await made(() => expect(modify(request)).rejects.toThrow(RequestNumberEnded))).toEqual([]);
  await modifyCard(request, { ...platforms.call, signed: true });
  expect(await cardAtIssuer()).toMatchObject({ limit: 1_000 });
});

describe('a change that was sent more than once is rechecked', () => {
  const openChange = async () => {
    const request = requested({ status: 0 });
    await silent('lost', request);
    await modify(request);
  };

  it('once', async () => {
    await openChange();
    const [change] = await recordsOf(cardId);
    expect(change).toMatchObject({ isResent: true, recheckAt: platforms.reseller.deps.now() + IN_FLIGHT_MS });
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    const [seen] = await recordsOf(cardId);
    for (const field of ['recheckAt', 'dueAt', 'dueShard']) expect(seen).not.toHaveProperty(field);
    platforms.moveClocks(IN_FLIGHT_MS);
    expect(await made(fulfilOpenChanges)).toEqual([]);
    expect(platforms.reseller.alarmDetails).toEqual([]);
  });

  it('and corrected with an alarm where the issuer differs', async () => {
    await openChange();
    await setAtIssuer({ status: 'active' });
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    expect(await cardAtIssuer()).toMatchObject({ status: 'frozen' });
    const [, correction] = await recordsOf(cardId);
    const about = { changeId: correction?.['changeId'], issuer: 'partner', card: cardId };
    expect(platforms.reseller.alarmDetails).toEqual([{ what: 'a change was undone at the issuer', about }]);
    expect(correction).toMatchObject({ corrections: 0, requested: { status: 0 }, state: 'applied' });
    platforms.moveClocks(IN_FLIGHT_MS);
    expect(await made(fulfilOpenChanges)).toEqual([]);
  });

  it('later while another change is open', async () => {
    await openChange();
    platforms.moveClocks(IN_FLIGHT_MS - 1);
    await silent('lost', requested({ authLimitAmount: '20' }));
    platforms.moveClocks(1);
    const [{ changeId } = { changeId: '' }] = (await recordsOf(cardId)).map(changeFrom);
    expect(await made(() => fulfil(platforms.reseller.deps, changeId))).toEqual([]);
    const [change] = await recordsOf(cardId);
    const again = platforms.reseller.deps.now() + IN_FLIGHT_MS;
    expect(change).toMatchObject({ recheckAt: again, dueAt: again });
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    expect((await recordsOf(cardId))[0]).not.toHaveProperty('recheckAt');
  });

  it('no more once the card is closed', async () => {
    await openChange();
    const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
    await platforms.settle(orderId);
    platforms.moveClocks(IN_FLIGHT_MS);
    expect(await made(fulfilOpenChanges)).toEqual([]);
    expect((await recordsOf(cardId))[0]).not.toHaveProperty('recheckAt');
  });

  it('for a group as well', async () => {
    const request = { userReqNo: newRequestNo('status'), groupId, status: 0 as const };
    platforms.link.plan(() => 'lost');
    await expect(changeGroupStatus(request, platforms.call)).rejects.toThrow(TryAgainLater);
    platforms.link.plan(() => undefined);
    await changeGroupStatus(request, platforms.call);
    platforms.moveClocks(IN_FLIGHT_MS);
    await fulfilOpenChanges();
    const records = await recordsOf(groupId);
    expect(records.map(({ state, recheckAt }) => [state, recheckAt])).toEqual([['applied', undefined]]);
    expect(platforms.reseller.alarmDetails).toEqual([]);
    await changeGroupStatus({ ...request, userReqNo: newRequestNo('status'), status: 1 }, platforms.call);
  });
});

it.each([
  ['card', 'card 1 is gone'],
  ['group', 'group 1 is gone'],
] as const)('a missing %s is reported', async (kind, message) => {
  await expect(readSubject(platforms.reseller.deps.store, { kind, id: '1' })).rejects.toThrow(message);
});

it('a missing change is reported, and one of a closed card is refused', async () => {
  await expect(readChanges(platforms.reseller.deps.store, ['c1'])).rejects.toThrow('change c1 is gone');
  await expect(completeChange(platforms.reseller.deps, 'c1')).rejects.toThrow('change c1 is gone');
  const frozen = requested({ status: 0 });
  await accepted(frozen);
  const { orderId } = await cancelCard({ userReqNo: newRequestNo('close'), cardId }, platforms.call);
  await platforms.settle(orderId);
  await expect(modify(frozen)).rejects.toThrow(StatusNotSuitable);
});
