import { describe, expect, it } from 'vitest';
import { deleteHolder } from '../../../shared/cardholders/delete.ts';
import { inquireHolder } from '../../../shared/cardholders/details.ts';
import { nameHolder, releaseHolder } from '../../../shared/cardholders/on-card.ts';
import { type BinRange, saveBinRange } from '../../../shared/cards/bin.ts';
import {
  NothingFound,
  RequestNumberEnded,
  RequestNumberReused,
  StatusNotSuitable,
} from '../../../shared/contract/errors.ts';
import { StaleDecision } from '../../../shared/requests/once.ts';
import type { Write } from '../../../shared/store/write.ts';
import { newNumber } from '../../support/card-steps.ts';
import { person } from '../../support/cardholders.ts';
import { openWorld } from './world.ts';

const world = openWorld();
const write = (...writes: Write[]) => world.store.write(writes);

describe('the details', () => {
  const range = (binRangeId: string, changes: Partial<BinRange>): BinRange => ({
    binRangeId,
    cardBin: `49990${binRangeId.length}`,
    cardBrand: 'VISA',
    cardType: 1,
    cardForm: 1,
    needCardholder: true,
    requiredFields: [],
    enabled: true,
    validityMonths: 36,
    issuer: 'embedded',
    rules: [],
    ...changes,
  });

  it('name the merchant’s open ranges that the holder qualifies for', async () => {
    const ranges = [
      range('H1', {}),
      range('H2', { requiredFields: ['gender'] }),
      range('H3', { requiredFields: ['gender', 'certificateNo'] }),
      range('H4', { enabled: false }),
    ];
    for (const each of [...ranges, range('H5', {})]) await saveBinRange(world.store, each);
    const binRangeIds = ranges.map(({ binRangeId }) => binRangeId);
    const merchant = { ...world.call.merchant, binRangeIds };
    const cardUserId = await world.newHolder({ gender: 1 });
    const accepted = async () =>
      (await inquireHolder({ cardUserId }, { ...world.call, merchant })).holderCardBins;
    const row = (binRangeId: string) => ({
      binRangeId,
      cardBin: '499902',
      holderStatus: 1,
      holderStatusDesc: 'enabled',
    });
    expect(await accepted()).toEqual([row('H1'), row('H2')]);
    await deleteHolder({ cardUserId }, world.call);
    expect(await accepted()).toEqual([]);
  });

  it('of another merchant’s holder, or of none, are nothing found', async () => {
    const cardUserId = await world.newHolder();
    await expect(inquireHolder({ cardUserId }, world.stranger)).rejects.toThrow(NothingFound);
    await expect(inquireHolder({ cardUserId: '77' }, world.call)).rejects.toThrow(NothingFound);
  });
});

describe('a deletion', () => {
  it('frees email and mobile, and keeps the record', async () => {
    const reported = person();
    const { cardUserId } = await world.apply(reported);
    expect(await deleteHolder({ cardUserId }, world.call)).toEqual({ cardUserId });
    expect((await inquireHolder({ cardUserId }, world.call)).status).toBe(2);
    const again = await world.apply(reported);
    expect(again.cardUserId).not.toBe(cardUserId);
    expect(await deleteHolder({ cardUserId }, world.call)).toEqual({ cardUserId });
    expect((await world.apply(reported)).cardUserId).toBe(again.cardUserId);
  });

  it('is refused while a live card names the holder', async () => {
    const cardUserId = await world.newHolder();
    await write(nameHolder(cardUserId));
    await write(nameHolder(cardUserId));
    await write(releaseHolder(cardUserId));
    await expect(deleteHolder({ cardUserId }, world.call)).rejects.toThrow(StatusNotSuitable);
    await expect(deleteHolder({ cardUserId }, world.call)).rejects.toThrow('cardholder is named by a card');
    await write(releaseHolder(cardUserId));
    expect(await deleteHolder({ cardUserId }, world.call)).toEqual({ cardUserId });
  });

  it('that was refused is not made by somebody’s repetition a day later, but under a number or with a signature', async () => {
    const [one, other] = [await world.newHolder(), await world.newHolder()];
    for (const cardUserId of [one, other]) {
      await write(nameHolder(cardUserId));
      await expect(deleteHolder({ cardUserId }, world.call)).rejects.toThrow(StatusNotSuitable);
      await write(releaseHolder(cardUserId));
    }
    world.platform.moveClock(86_400_000);
    for (const cardUserId of [one, other])
      await expect(deleteHolder({ cardUserId }, world.call)).rejects.toThrow(RequestNumberEnded);
    expect((await world.holderOf(one)).status).toBe('enabled');
    const numbered = { cardUserId: one, userReqNo: newNumber('delete') };
    expect(await deleteHolder(numbered, world.call)).toEqual({ cardUserId: one });
    const signed = { ...world.call, signed: true } as const;
    expect(await deleteHolder({ cardUserId: other }, signed)).toEqual({ cardUserId: other });
  });

  it('and a card that names the holder never both happen', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const cardUserId = await world.newHolder();
        const [named, deleted] = await Promise.allSettled([
          write(nameHolder(cardUserId)),
          deleteHolder({ cardUserId }, world.call),
        ]);
        const { status, liveCards } = await world.holderOf(cardUserId);
        return [named.status, deleted.status, status, liveCards].join(' ');
      }),
    );
    const possible = ['fulfilled rejected enabled 1', 'rejected fulfilled deleted 0'];
    expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  });

  it('leaves nobody to be named', async () => {
    const cardUserId = await world.newHolder();
    await deleteHolder({ cardUserId }, world.call);
    await expect(write(nameHolder(cardUserId))).rejects.toThrow(StaleDecision);
    await expect(write(releaseHolder(cardUserId))).rejects.toThrow('unexpected state');
    await expect(write(nameHolder('77'))).rejects.toThrow(StaleDecision);
  });

  it('with a number is answered once', async () => {
    const [one, other] = [await world.newHolder(), await world.newHolder()];
    const userReqNo = newNumber('delete');
    expect(await deleteHolder({ cardUserId: one, userReqNo }, world.call)).toEqual({ cardUserId: one });
    expect(await deleteHolder({ cardUserId: one, userReqNo }, world.call)).toEqual({ cardUserId: one });
    await expect(deleteHolder({ cardUserId: other, userReqNo }, world.call)).rejects.toThrow(
      RequestNumberReused,
    );
    expect((await world.holderOf(other)).status).toBe('enabled');
  });

  it('of another merchant’s holder is nothing found', async () => {
    const cardUserId = await world.newHolder();
    await expect(deleteHolder({ cardUserId }, world.stranger)).rejects.toThrow(NothingFound);
    expect((await world.holderOf(cardUserId)).status).toBe('enabled');
  });
});
