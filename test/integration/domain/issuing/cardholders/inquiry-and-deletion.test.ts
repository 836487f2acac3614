import { describe, expect, it } from 'vitest';
import { inquireCardholder } from '../../../../../shared/domain/issuing/cardholders/cardholder-inquiry.ts';
import { deleteCardholder } from '../../../../../shared/domain/issuing/cardholders/delete-cardholder.ts';
import {
  liveCardAddedUpdate,
  liveCardRemovedUpdate,
} from '../../../../../shared/domain/issuing/cardholders/live-cards.ts';
import { type BinRange, saveBinRange } from '../../../../../shared/domain/issuing/model/bin-range.ts';
import { WriteConflict } from '../../../../../shared/runtime/idempotency/execute-once.ts';
import type { Write } from '../../../../../shared/runtime/store/write.ts';
import {
  NothingFound,
  RequestNumberEnded,
  RequestNumberReused,
  StatusNotSuitable,
} from '../../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { person } from '../../../../support/fixtures/cardholders.ts';
import { openCardholderFixture } from './cardholder-fixture.ts';

const fixture = openCardholderFixture();
const write = (...writes: Write[]) => fixture.store.write(writes);

describe('an inquiry', () => {
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

  it('lists the merchant’s open ranges that accept the cardholder', async () => {
    const ranges = [
      range('H1', {}),
      range('H2', { requiredFields: ['gender'] }),
      range('H3', { requiredFields: ['gender', 'certificateNo'] }),
      range('H4', { enabled: false }),
    ];
    for (const each of [...ranges, range('H5', {})]) await saveBinRange(fixture.store, each);
    const binRangeIds = ranges.map(({ binRangeId }) => binRangeId);
    const merchant = { ...fixture.call.merchant, binRangeIds };
    const cardUserId = await fixture.newHolder({ gender: 1 });
    const accepted = async () =>
      (await inquireCardholder({ cardUserId }, { ...fixture.call, merchant })).holderCardBins;
    const row = (binRangeId: string) => ({
      binRangeId,
      cardBin: '499902',
      holderStatus: 1,
      holderStatusDesc: 'enabled',
    });
    expect(await accepted()).toEqual([row('H1'), row('H2')]);
    await deleteCardholder({ cardUserId }, fixture.call);
    expect(await accepted()).toEqual([]);
  });

  it('finds neither another merchant’s cardholder nor an unknown one', async () => {
    const cardUserId = await fixture.newHolder();
    await expect(inquireCardholder({ cardUserId }, fixture.otherCall)).rejects.toThrow(NothingFound);
    await expect(inquireCardholder({ cardUserId: '77' }, fixture.call)).rejects.toThrow(NothingFound);
  });
});

describe('a deletion', () => {
  it('frees email and mobile, and keeps the record', async () => {
    const reported = person();
    const { cardUserId } = await fixture.apply(reported);
    expect(await deleteCardholder({ cardUserId }, fixture.call)).toEqual({ cardUserId });
    expect((await inquireCardholder({ cardUserId }, fixture.call)).status).toBe(2);
    const again = await fixture.apply(reported);
    expect(again.cardUserId).not.toBe(cardUserId);
    expect(await deleteCardholder({ cardUserId }, fixture.call)).toEqual({ cardUserId });
    expect((await fixture.apply(reported)).cardUserId).toBe(again.cardUserId);
  });

  it('is refused while a live card names the cardholder', async () => {
    const cardUserId = await fixture.newHolder();
    await write(liveCardAddedUpdate(cardUserId));
    await write(liveCardAddedUpdate(cardUserId));
    await write(liveCardRemovedUpdate(cardUserId));
    await expect(deleteCardholder({ cardUserId }, fixture.call)).rejects.toThrow(StatusNotSuitable);
    await expect(deleteCardholder({ cardUserId }, fixture.call)).rejects.toThrow(
      'cardholder is named by a card',
    );
    await write(liveCardRemovedUpdate(cardUserId));
    expect(await deleteCardholder({ cardUserId }, fixture.call)).toEqual({ cardUserId });
  });

  it('that was refused cannot be repeated a day later, except with a number or a signature', async () => {
    const [one, other] = [await fixture.newHolder(), await fixture.newHolder()];
    for (const cardUserId of [one, other]) {
      await write(liveCardAddedUpdate(cardUserId));
      await expect(deleteCardholder({ cardUserId }, fixture.call)).rejects.toThrow(StatusNotSuitable);
      await write(liveCardRemovedUpdate(cardUserId));
    }
    fixture.platform.moveClock(86_400_000);
    for (const cardUserId of [one, other])
      await expect(deleteCardholder({ cardUserId }, fixture.call)).rejects.toThrow(RequestNumberEnded);
    expect((await fixture.holderOf(one)).status).toBe('enabled');
    const numbered = { cardUserId: one, userReqNo: newRequestNo('delete') };
    expect(await deleteCardholder(numbered, fixture.call)).toEqual({ cardUserId: one });
    const signed = { ...fixture.call, signed: true } as const;
    expect(await deleteCardholder({ cardUserId: other }, signed)).toEqual({ cardUserId: other });
  });

  it('and a card for the cardholder exclude each other, even when they are concurrent', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const cardUserId = await fixture.newHolder();
        const [named, deleted] = await Promise.allSettled([
          write(liveCardAddedUpdate(cardUserId)),
          deleteCardholder({ cardUserId }, fixture.call),
        ]);
        const { status, liveCards } = await fixture.holderOf(cardUserId);
        return [named.status, deleted.status, status, liveCards].join(' ');
      }),
    );
    const possible = ['fulfilled rejected enabled 1', 'rejected fulfilled deleted 0'];
    expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  });

  it('prevents further cards for the cardholder', async () => {
    const cardUserId = await fixture.newHolder();
    await deleteCardholder({ cardUserId }, fixture.call);
    await expect(write(liveCardAddedUpdate(cardUserId))).rejects.toThrow(WriteConflict);
    await expect(write(liveCardRemovedUpdate(cardUserId))).rejects.toThrow('unexpected state');
    await expect(write(liveCardAddedUpdate('77'))).rejects.toThrow(WriteConflict);
  });

  it('with a number gets its first result again, and is refused for another cardholder', async () => {
    const [one, other] = [await fixture.newHolder(), await fixture.newHolder()];
    const userReqNo = newRequestNo('delete');
    expect(await deleteCardholder({ cardUserId: one, userReqNo }, fixture.call)).toEqual({ cardUserId: one });
    expect(await deleteCardholder({ cardUserId: one, userReqNo }, fixture.call)).toEqual({ cardUserId: one });
    await expect(deleteCardholder({ cardUserId: other, userReqNo }, fixture.call)).rejects.toThrow(
      RequestNumberReused,
    );
    expect((await fixture.holderOf(other)).status).toBe('enabled');
  });

  it('does not find another merchant’s cardholder', async () => {
    const cardUserId = await fixture.newHolder();
    await expect(deleteCardholder({ cardUserId }, fixture.otherCall)).rejects.toThrow(NothingFound);
    expect((await fixture.holderOf(cardUserId)).status).toBe('enabled');
  });
});
