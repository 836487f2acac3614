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

const fixture = openCardholderFixture();

const imageText = (format: 'jpeg' | 'png', size = 300) => picture(format, size).toString('base64');

describe('an application', () => {
  it('creates a cardholder as reported, enabled at once', async () => {
    const reported = { ...person(), gender: 2 as const, remark: 'VIP' };
    const { cardUserId, status } = await fixture.apply(reported);
    expect(status).toBe(1);
    expect(await inquireCardholder({ cardUserId }, fixture.call)).toEqual({
      cardUserId,
      ...reported,
      status: 1,
      holderCardBins: expect.any(Array),
      createAt: '2026-03-01 10:00:00',
    });
  });

  it('without a number is recognised by email and mobile', async () => {
    const reported = person();
    const first = await fixture.apply(reported);
    expect(await fixture.apply({ ...reported })).toEqual(first);
    expect(await fixture.apply({ ...reported, userReqNo: newRequestNo('apply') })).toEqual(first);
  });

  it('with a number gets its first result again, and is refused with other content', async () => {
    const request = { ...person(), userReqNo: newRequestNo('apply') };
    const first = await fixture.apply(request);
    await deleteCardholder({ cardUserId: first.cardUserId }, fixture.call);
    expect(await fixture.apply(request)).toEqual(first);
    await expect(fixture.apply({ ...request, firstName: 'Augusta' })).rejects.toThrow(RequestNumberReused);
    await expect(fixture.apply({ ...request, email: 'other@example.com' })).rejects.toThrow(
      RequestNumberReused,
    );
  });

  it('made fifty times at once creates one cardholder', async () => {
    const reported = person();
    const answers = await Promise.all(Array.from({ length: 50 }, () => fixture.apply({ ...reported })));
    expect(new Set(answers.map(({ cardUserId }) => cardUserId)).size).toBe(1);
  });

  it.each([
    ['email', 'email', { mobile: '70000000001' }],
    [
      'email in any case',
      'email',
      { mobile: '70000000002', email: (address: string) => address.toUpperCase() },
    ],
    ['mobile', 'mobile', { email: () => 'somebody@example.com' }],
    ['email and mobile, under another name', 'email', { lastName: 'Byron' }],
  ])('with the %s of another cardholder is refused by the name of the field', async (_, field, changes) => {
    const claimed = person();
    await fixture.apply(claimed);
    const email = 'email' in changes && changes.email ? changes.email(claimed.email) : claimed.email;
    const refused = fixture.apply({ ...claimed, ...changes, email });
    await expect(refused).rejects.toMatchObject({ code: '110001', field });
    await expect(refused).rejects.not.toThrow(claimed.email);
  });

  it('without a number that was refused for a used email stays refused a day later, even if the email is free by then', async () => {
    const claimed = person();
    const { cardUserId } = await fixture.apply(claimed);
    const refused = { ...person(), email: claimed.email };
    await expect(fixture.apply(refused)).rejects.toMatchObject({ field: 'email' });
    await deleteCardholder({ cardUserId }, fixture.call);
    fixture.platform.moveClock(86_400_000);
    await expect(fixture.apply(refused)).rejects.toThrow(RequestNumberEnded);
    const numbered = { ...refused, userReqNo: newRequestNo('apply') };
    expect((await fixture.apply(numbered)).cardUserId).not.toBe(cardUserId);
  });

  it('with the trunk prefix 0 in its mobile is the same application', async () => {
    const reported = person();
    const withTrunkPrefix = { ...reported, mobile: `0${reported.mobile}` };
    const first = await fixture.apply(withTrunkPrefix);
    expect(await fixture.apply(reported)).toEqual(first);
    expect(await inquireCardholder(first, fixture.call)).toMatchObject({ mobile: withTrunkPrefix.mobile });
    await expect(fixture.apply({ ...reported, email: 'else@example.com' })).rejects.toMatchObject({
      field: 'mobile',
    });
    await deleteCardholder(first, fixture.call);
    expect((await fixture.apply(reported)).cardUserId).not.toBe(first.cardUserId);
  });

  it('with a 0 that is part of the number is another application', async () => {
    const italian = { ...person(), mobilePrefix: '39', mobile: '0612345678' };
    const first = await fixture.apply(italian);
    const other = { ...person(), mobilePrefix: '39', mobile: '612345678' };
    expect((await fixture.apply(other)).cardUserId).not.toBe(first.cardUserId);
  });

  it('from before national numbers were normalised can be deleted', async () => {
    const { nationalNumber: _, ...old } = await fixture.holderOf(
      await fixture.newHolder({ mobile: '7400000001' }),
    );
    const cardUserId = '1150000000000777';
    const record = { ...old, cardUserId, email: 'old@example.com', mobile: '07400000002' };
    const claim = (pk: string) => ({ kind: 'put', table: 'cardholders', item: { pk, cardUserId } }) as const;
    await fixture.store.write([
      { kind: 'put', table: 'cardholders', item: { ...cardholderKey(cardUserId), ...record } },
      claim('email/1/old@example.com'),
      claim('mobile/1/44/07400000002'),
    ]);
    expect(await deleteCardholder({ cardUserId }, fixture.call)).toEqual({ cardUserId });
  });

  it('requires a postal code except where the country has none', async () => {
    const { billingZipCode: _, ...reported } = person();
    await expect(fixture.apply(reported)).rejects.toThrow(
      /^billingZipCode: is required for an address in United Kingdom$/,
    );
    const { cardUserId } = await fixture.apply({ ...reported, countryCode: 'HKG', billingState: 'HK' });
    expect(await inquireCardholder({ cardUserId }, fixture.call)).toMatchObject({
      countryCode: 'HKG',
      billingZipCode: '',
    });
  });

  it('with the email of one cardholder and the mobile of another names the email', async () => {
    const [one, other] = [person(), person()];
    await Promise.all([fixture.apply(one), fixture.apply(other)]);
    await expect(fixture.apply({ ...one, mobile: other.mobile })).rejects.toMatchObject({ field: 'email' });
  });

  it('for one email from several people at once creates one cardholder and refuses the others', async () => {
    const { email } = person();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => fixture.apply({ ...person(), email })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ field: 'email' });
  });

  it('for the same person at another merchant creates another cardholder', async () => {
    const reported = person();
    const [own, otherHolder] = await Promise.all([
      fixture.apply(reported),
      applyCardholder(reported, fixture.otherCall, fixture.storage.objects),
    ]);
    expect(otherHolder.cardUserId).not.toBe(own.cardUserId);
  });

  it.each([
    ['deleted', async (cardUserId: string) => void (await deleteCardholder({ cardUserId }, fixture.call))],
    ['not stored yet', undefined],
  ])('whose email and mobile lead to a cardholder who is %s is decided again', async (_, meanwhile) => {
    const reported = person();
    const { cardUserId } = await fixture.apply(reported);
    const { store } = fixture;
    let reads = 0;
    const interrupted: Store = {
      get: store.get.bind(store),
      query: store.query.bind(store),
      count: store.count.bind(store),
      batchGet: store.batchGet.bind(store),
      write: store.write.bind(store),
      getMany: async (table, keys) => {
        reads += 1;
        const items = await store.getMany(table, keys);
        if (reads === 1) await meanwhile?.(cardUserId);
        return reads === 2 && !meanwhile ? [undefined] : items;
      },
    };
    const deps = { ...fixture.call.deps, store: interrupted };
    const answer = await applyCardholder(reported, { ...fixture.call, deps }, fixture.storage.objects);
    expect(answer.status).toBe(1);
    expect(answer.cardUserId === cardUserId).toBe(!meanwhile);
    expect(reads).toBeGreaterThan(2);
  });

  it('that is invalid stores nothing', async () => {
    const child = { ...person(), birthDate: '2020-01-01', certificateFrontImageBase64: imageText('png') };
    const before = await fixture.storage.keys();
    await expect(fixture.apply(child)).rejects.toThrow(ParameterInvalid);
    expect(await fixture.storage.keys()).toEqual(before);
  });
});

describe('images', () => {
  const images = () => ({
    certificateFrontImageBase64: imageText('jpeg'),
    certificateHoldImageBase64: imageText('png'),
  });

  it('are stored in the object store under the cardholder, and not in the table', async () => {
    const cardUserId = await fixture.newHolder(images());
    const stored = (await fixture.storage.keys()).filter((key) => key.includes(cardUserId));
    expect(stored).toEqual([`cardholders/${cardUserId}/front`, `cardholders/${cardUserId}/hold`]);
    const holder = await fixture.holderOf(cardUserId);
    expect(holder.images).toEqual(['front', 'hold']);
    expect(JSON.stringify(holder)).not.toContain(imageText('jpeg').slice(0, 40));
    expect(Object.keys(await inquireCardholder({ cardUserId }, fixture.call))).not.toContain('images');
  });

  it('have to be equal in a repeated application', async () => {
    const reported = { ...person(), ...images() };
    const first = await fixture.apply(reported);
    const stored = await fixture.storage.keys();
    expect(await fixture.apply(reported)).toEqual(first);
    expect(await fixture.storage.keys()).toEqual(stored);
    const other = { ...reported, certificateHoldImageBase64: imageText('png', 301) };
    await expect(fixture.apply(other)).rejects.toMatchObject({ field: 'email' });
  });

  it('are stored before the cardholder: if that fails there is no cardholder', async () => {
    const broken: ObjectStore = { put: () => Promise.reject(new Error('S3 is down')) };
    const reported = { ...person(), ...images() };
    await expect(applyCardholder(reported, fixture.call, broken)).rejects.toThrow('S3 is down');
    const { cardUserId } = await fixture.apply({ ...reported, lastName: 'Byron' });
    expect((await fixture.holderOf(cardUserId)).lastName).toBe('Byron');
  });

  it('never replace those of another cardholder', async () => {
    const requested: string[] = [];
    const failsOnce: ObjectStore = {
      put: async (bucket, key, ...rest) => {
        requested.push(key);
        if (requested.length === 1) throw new ObjectExists(bucket);
        await fixture.storage.objects.put(bucket, key, ...rest);
      },
    };
    const reported = { ...person(), certificateFrontImageBase64: imageText('jpeg') };
    const { cardUserId } = await applyCardholder(reported, fixture.call, failsOnce);
    // Ids are random, so more than one may be taken.
    expect(requested.length).toBeGreaterThan(1);
    expect(requested.filter((key) => key.includes(cardUserId))).toEqual([`cardholders/${cardUserId}/front`]);
    expect(requested.at(-1)).toBe(`cardholders/${cardUserId}/front`);
  });
});
