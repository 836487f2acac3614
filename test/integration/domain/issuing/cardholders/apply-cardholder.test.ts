import { describe, expect, it } from 'vitest';
import { applyCardholder } from '../../../../../shared/domain/issuing/cardholders/apply-cardholder.ts';
import { inquireCardholder } from '../../../../../shared/domain/issuing/cardholders/cardholder-inquiry.ts';
import { deleteCardholder } from '../../../../../shared/domain/issuing/cardholders/delete-cardholder.ts';
import { cardholderKey } from '../../../../../shared/domain/issuing/model/cardholder.ts';
import { ObjectExists, type ObjectStore } from '../../../../../shared/runtime/store/objects.ts';
import type { Store } from '../../../../../shared/runtime/store/store.ts';
import {
  ParameterInvalid,
  RequestNumberEnded,
  RequestNumberReused,
} from '../../../../../shared/wire/errors.ts';
import { newRequestNo } from '../../../../support/fixtures/card-steps.ts';
import { person, picture } from '../../../../support/fixtures/cardholders.ts';
import { openCardholderFixture } from './cardholder-fixture.ts';

const world = openCardholderFixture();

const imageText = (format: 'jpeg' | 'png', size = 300) => picture(format, size).toString('base64');

describe('an application', () => {
  it('makes a holder, enabled at once, as it was reported', async () => {
    const reported = { ...person(), gender: 2 as const, remark: 'VIP' };
    const { cardUserId, status } = await world.apply(reported);
    expect(status).toBe(1);
    expect(await inquireCardholder({ cardUserId }, world.call)).toEqual({
      cardUserId,
      ...reported,
      status: 1,
      holderCardBins: expect.any(Array),
      createAt: '2026-03-01 10:00:00',
    });
  });

  it('without a number is known again by email and mobile', async () => {
    const reported = person();
    const first = await world.apply(reported);
    expect(await world.apply({ ...reported })).toEqual(first);
    expect(await world.apply({ ...reported, userReqNo: newRequestNo('apply') })).toEqual(first);
  });

  it('with a number is answered once', async () => {
    const request = { ...person(), userReqNo: newRequestNo('apply') };
    const first = await world.apply(request);
    await deleteCardholder({ cardUserId: first.cardUserId }, world.call);
    expect(await world.apply(request)).toEqual(first);
    await expect(world.apply({ ...request, firstName: 'Augusta' })).rejects.toThrow(RequestNumberReused);
    await expect(world.apply({ ...request, email: 'other@example.com' })).rejects.toThrow(
      RequestNumberReused,
    );
  });

  it('made fifty times at once makes one holder', async () => {
    const reported = person();
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.apply({ ...reported })));
    expect(new Set(answers.map(({ cardUserId }) => cardUserId)).size).toBe(1);
  });

  it.each([
    ['email', 'email', { mobile: '70000000001' }],
    [
      'email, whatever its case',
      'email',
      { mobile: '70000000002', email: (address: string) => address.toUpperCase() },
    ],
    ['mobile', 'mobile', { email: () => 'somebody@example.com' }],
    ['email and mobile, but another name', 'email', { lastName: 'Byron' }],
  ])('for a taken %s names the field', async (_, field, changes) => {
    const taken = person();
    await world.apply(taken);
    const email = 'email' in changes && changes.email ? changes.email(taken.email) : taken.email;
    const refused = world.apply({ ...taken, ...changes, email });
    await expect(refused).rejects.toMatchObject({ code: '110001', field });
    await expect(refused).rejects.not.toThrow(taken.email);
  });

  it('without a number, refused for a taken email, is none a day later, when that is free', async () => {
    const taken = person();
    const { cardUserId } = await world.apply(taken);
    const refused = { ...person(), email: taken.email };
    await expect(world.apply(refused)).rejects.toMatchObject({ field: 'email' });
    await deleteCardholder({ cardUserId }, world.call);
    world.platform.moveClock(86_400_000);
    await expect(world.apply(refused)).rejects.toThrow(RequestNumberEnded);
    const numbered = { ...refused, userReqNo: newRequestNo('apply') };
    expect((await world.apply(numbered)).cardUserId).not.toBe(cardUserId);
  });

  it('with the 0 that is dialled before the number at home is the same application', async () => {
    const reported = person();
    const atHome = { ...reported, mobile: `0${reported.mobile}` };
    const first = await world.apply(atHome);
    expect(await world.apply(reported)).toEqual(first);
    expect(await inquireCardholder(first, world.call)).toMatchObject({ mobile: atHome.mobile });
    await expect(world.apply({ ...reported, email: 'else@example.com' })).rejects.toMatchObject({
      field: 'mobile',
    });
    await deleteCardholder(first, world.call);
    expect((await world.apply(reported)).cardUserId).not.toBe(first.cardUserId);
  });

  it('with a 0 that belongs to the number is another one', async () => {
    const rome = { ...person(), mobilePrefix: '39', mobile: '0612345678' };
    const first = await world.apply(rome);
    const other = { ...person(), mobilePrefix: '39', mobile: '612345678' };
    expect((await world.apply(other)).cardUserId).not.toBe(first.cardUserId);
  });

  it('of before numbers were known by what is dialled from abroad can be deleted', async () => {
    const { nationalNumber: _, ...old } = await world.holderOf(
      await world.newHolder({ mobile: '7400000001' }),
    );
    const cardUserId = '1150000000000777';
    const record = { ...old, cardUserId, email: 'old@example.com', mobile: '07400000002' };
    const claim = (pk: string) => ({ kind: 'put', table: 'cardholders', item: { pk, cardUserId } }) as const;
    await world.store.write([
      { kind: 'put', table: 'cardholders', item: { ...cardholderKey(cardUserId), ...record } },
      claim('email/1/old@example.com'),
      claim('mobile/1/44/07400000002'),
    ]);
    expect(await deleteCardholder({ cardUserId }, world.call)).toEqual({ cardUserId });
  });

  it('needs a postal code but where the country has none', async () => {
    const { billingZipCode: _, ...reported } = person();
    await expect(world.apply(reported)).rejects.toThrow(
      /^billingZipCode: is required for an address in United Kingdom$/,
    );
    const { cardUserId } = await world.apply({ ...reported, countryCode: 'HKG', billingState: 'HK' });
    expect(await inquireCardholder({ cardUserId }, world.call)).toMatchObject({
      countryCode: 'HKG',
      billingZipCode: '',
    });
  });

  it('for the email of one and the mobile of another names the email', async () => {
    const [one, other] = [person(), person()];
    await Promise.all([world.apply(one), world.apply(other)]);
    await expect(world.apply({ ...one, mobile: other.mobile })).rejects.toMatchObject({ field: 'email' });
  });

  it('for an email that two others want at once makes one holder and refuses the other', async () => {
    const { email } = person();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => world.apply({ ...person(), email })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ field: 'email' });
  });

  it('of the same person with another merchant is another holder', async () => {
    const reported = person();
    const [own, theirs] = await Promise.all([
      world.apply(reported),
      applyCardholder(reported, world.stranger, world.storage.objects),
    ]);
    expect(theirs.cardUserId).not.toBe(own.cardUserId);
  });

  it.each([
    ['deleted', async (cardUserId: string) => void (await deleteCardholder({ cardUserId }, world.call))],
    ['not there yet', undefined],
  ])('that finds email and mobile with a holder who is %s is decided again', async (_, meanwhile) => {
    const reported = person();
    const { cardUserId } = await world.apply(reported);
    const { store } = world;
    let reads = 0;
    const torn: Store = {
      get: store.get.bind(store),
      query: store.query.bind(store),
      count: store.count.bind(store),
      write: store.write.bind(store),
      getMany: async (table, keys) => {
        reads += 1;
        const items = await store.getMany(table, keys);
        if (reads === 1) await meanwhile?.(cardUserId);
        return reads === 2 && !meanwhile ? [undefined] : items;
      },
    };
    const deps = { ...world.call.deps, store: torn };
    const answer = await applyCardholder(reported, { ...world.call, deps }, world.storage.objects);
    expect(answer.status).toBe(1);
    expect(answer.cardUserId === cardUserId).toBe(!meanwhile);
    expect(reads).toBeGreaterThan(2);
  });

  it('that is not acceptable makes nothing', async () => {
    const child = { ...person(), birthDate: '2020-01-01', certificateFrontImageBase64: imageText('png') };
    const before = await world.storage.keys();
    await expect(world.apply(child)).rejects.toThrow(ParameterInvalid);
    expect(await world.storage.keys()).toEqual(before);
  });
});

describe('images', () => {
  const images = () => ({
    certificateFrontImageBase64: imageText('jpeg'),
    certificateHoldImageBase64: imageText('png'),
  });

  it('are in the object store under the holder, and not in the table', async () => {
    const cardUserId = await world.newHolder(images());
    const stored = (await world.storage.keys()).filter((key) => key.includes(cardUserId));
    expect(stored).toEqual([`cardholders/${cardUserId}/front`, `cardholders/${cardUserId}/hold`]);
    const holder = await world.holderOf(cardUserId);
    expect(holder.images).toEqual(['front', 'hold']);
    expect(JSON.stringify(holder)).not.toContain(imageText('jpeg').slice(0, 40));
    expect(Object.keys(await inquireCardholder({ cardUserId }, world.call))).not.toContain('images');
  });

  it('are part of what makes an application the same', async () => {
    const reported = { ...person(), ...images() };
    const first = await world.apply(reported);
    const stored = await world.storage.keys();
    expect(await world.apply(reported)).toEqual(first);
    expect(await world.storage.keys()).toEqual(stored);
    const other = { ...reported, certificateHoldImageBase64: imageText('png', 301) };
    await expect(world.apply(other)).rejects.toMatchObject({ field: 'email' });
  });

  it('are there before the holder is: without them there is none', async () => {
    const broken: ObjectStore = { put: () => Promise.reject(new Error('S3 is down')) };
    const reported = { ...person(), ...images() };
    await expect(applyCardholder(reported, world.call, broken)).rejects.toThrow('S3 is down');
    const { cardUserId } = await world.apply({ ...reported, lastName: 'Byron' });
    expect((await world.holderOf(cardUserId)).lastName).toBe('Byron');
  });

  it('never replace those of another holder', async () => {
    const asked: string[] = [];
    const takenOnce: ObjectStore = {
      put: async (bucket, key, ...rest) => {
        asked.push(key);
        if (asked.length === 1) throw new ObjectExists(bucket);
        await world.storage.objects.put(bucket, key, ...rest);
      },
    };
    const reported = { ...person(), certificateFrontImageBase64: imageText('jpeg') };
    const { cardUserId } = await applyCardholder(reported, world.call, takenOnce);
    // Ids are random, so another one may be taken as well.
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((key) => key.includes(cardUserId))).toEqual([`cardholders/${cardUserId}/front`]);
    expect(asked.at(-1)).toBe(`cardholders/${cardUserId}/front`);
  });
});
