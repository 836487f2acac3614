import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MerchantClient } from '../../shared/client/client.ts';
import { parseResponseEnvelope, sealRequest } from '../../shared/wire/codec/envelope.ts';
import { importPrivateKey } from '../../shared/wire/codec/keys.ts';
import { catalogue } from '../../shared/wire/contract/catalogue.ts';
import { MAX_IMAGE_BYTES } from '../../shared/wire/contract/fields/cardholder-fields.ts';
import { post, sharedDeployment } from '../support/clouds/deployment.ts';
import { person, picture } from '../support/fixtures/cardholders.ts';
import { openCard, refusalCode } from '../support/fixtures/cards-over-http.ts';
import { type TestMerchant, twoMerchants } from '../support/fixtures/merchant.ts';
import { keysIn, objectIn, s3At } from '../support/stores/objects.ts';

const deployment = sharedDeployment();
const both = twoMerchants(deployment);
let merchant: TestMerchant;
let otherMerchant: TestMerchant;
let client: MerchantClient;
let storage: S3Client;

beforeAll(() => {
  ({ merchant, otherMerchant } = both);
  client = merchant.client;
  storage = s3At(deployment.env);
});
afterAll(() => storage.destroy());

const bucket = () => deployment.env['BUCKET_IMAGES'] ?? '';
const newHolder = async (changes: object = {}) =>
  (await client.call('cardholderApply', { ...person(), ...changes })).cardUserId;
const details = (cardUserId: string) => client.call('cardholderInfo', { cardUserId });

/** Sends an application directly, because the client would add a number. */
async function applyWithoutNumber(application: object) {
  const key = importPrivateKey(merchant.privateKey);
  const body = JSON.stringify(sealRequest(application, merchant.userNo, key));
  const answer = parseResponseEnvelope((await post(deployment, catalogue.cardholderApply.path, body)).body);
  return answer.success ? 'accepted' : `${answer.errorCode} ${answer.errorMsg}`;
}

describe('Cardholder Application', () => {
  it('stores a cardholder who is enabled at once', async () => {
    const application = {
      ...person(),
      gender: 1,
      certificateType: 2,
      certificateNo: 'P1234567',
      remark: 'VIP',
    };
    const { cardUserId, status } = await client.call('cardholderApply', application as never);
    expect(status).toBe(1);
    expect(await details(cardUserId)).toMatchObject({ ...application, cardUserId, status: 1 });
  });

  it('accepts either code of China and returns the one of the standard', async () => {
    const cardUserId = await newHolder({ countryCode: 'CNH', mobilePrefix: 86 });
    expect(await details(cardUserId)).toMatchObject({ countryCode: 'CHN', mobilePrefix: '86' });
  });

  it('stores the images of the document unchanged, up to the largest size, and never returns them', async () => {
    const pictures = {
      front: picture('jpeg', MAX_IMAGE_BYTES),
      back: picture('png', MAX_IMAGE_BYTES),
      hold: picture('png', MAX_IMAGE_BYTES),
    };
    const cardUserId = await newHolder({
      certificateFrontImageBase64: pictures.front.toString('base64'),
      certificateBackImageBase64: pictures.back.toString('base64'),
      certificateHoldImageBase64: pictures.hold.toString('base64'),
    });
    const stored = (side: string) => objectIn(storage, bucket(), `cardholders/${cardUserId}/${side}`);
    expect((await stored('front')).contentType).toBe('image/jpeg');
    expect((await stored('back')).contentType).toBe('image/png');
    for (const [side, bytes] of Object.entries(pictures))
      expect((await stored(side)).bytes.equals(bytes)).toBe(true);
    expect(JSON.stringify(await details(cardUserId))).not.toMatch(/image/i);
  });

  it('returns the same cardholder when it is repeated without a number, and is refused with other content', async () => {
    const application = person();
    expect(await applyWithoutNumber(application)).toBe('accepted');
    const { cardUserId } = await client.call('cardholderApply', application);
    expect(await applyWithoutNumber(application)).toBe('accepted');
    expect((await client.call('cardholderApply', application)).cardUserId).toBe(cardUserId);
    expect(await applyWithoutNumber({ ...application, lastName: 'Byron' })).toBe(
      '110001 email: belongs to another cardholder',
    );
    expect(await applyWithoutNumber({ ...application, email: person().email })).toBe(
      '110001 mobile: belongs to another cardholder',
    );
  });

  it('returns the first result for a repeated userReqNo', async () => {
    const application = { ...person(), userReqNo: 'apply-once' };
    const first = await client.call('cardholderApply', application);
    await client.call('cardholderDelete', { cardUserId: first.cardUserId });
    expect(await client.call('cardholderApply', application)).toEqual(first);
    expect(await refusalCode(client.call('cardholderApply', { ...application, lastName: 'Byron' }))).toBe(
      '110009',
    );
    expect(
      await refusalCode(
        client.call('cardholderDelete', { userReqNo: 'apply-once', cardUserId: first.cardUserId }),
      ),
    ).toBe('110009');
  });

  it('creates one cardholder for two concurrent applications', async () => {
    const application = person();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.call('cardholderApply', application)),
    );
    expect(new Set(answers.map(({ cardUserId }) => cardUserId)).size).toBe(1);
  });

  it('is refused for fields that contradict each other, and stores nothing', async () => {
    const image = { certificateFrontImageBase64: picture('png', 99).toString('base64') };
    const before = await keysIn(storage, bucket());
    for (const [changes, field] of [
      [{ countryCode: 'USA', billingState: 'Nevada' }, 'billingState'],
      [{ birthDate: '2015-01-01' }, 'birthDate'],
      [{ certificateNo: 'P1' }, 'certificateType'],
      [{ certificateType: 1 }, 'certificateNo'],
    ] as const)
      expect(await applyWithoutNumber({ ...person(), ...image, ...changes })).toMatch(`110001 ${field}: `);
    expect(await keysIn(storage, bucket())).toEqual(before);
    expect(await applyWithoutNumber({ ...person(), countryCode: 'USA', billingState: 'NV' })).toBe(
      'accepted',
    );
  });

  it('creates a separate cardholder for the same person at another merchant', async () => {
    const application = person();
    const { cardUserId } = await client.call('cardholderApply', application);
    const otherHolder = await otherMerchant.client.call('cardholderApply', application);
    expect(otherHolder.cardUserId).not.toBe(cardUserId);
  });
});

describe('Cardholder Details Inquiry', () => {
  it('lists the BIN ranges that accept the cardholder', async () => {
    const binsOf = async (cardUserId: string) =>
      (await details(cardUserId)).holderCardBins.map(({ binRangeId }) => binRangeId);
    const [without, withGender] = [await newHolder(), await newHolder({ gender: 2 })];
    expect(await binsOf(without)).not.toContain('H1');
    expect(await binsOf(withGender)).toEqual([...(await binsOf(without)), 'H1'].sort(byRange));
    const row = { binRangeId: 'H1', cardBin: '49990030', holderStatus: 1, holderStatusDesc: 'enabled' };
    expect((await details(withGender)).holderCardBins).toContainEqual(row);
  });

  it('finds neither another merchant’s cardholder nor an unknown one', async () => {
    const cardUserId = await newHolder();
    expect(await refusalCode(otherMerchant.client.call('cardholderInfo', { cardUserId }))).toBe('120001');
    expect(await refusalCode(client.call('cardholderInfo', { cardUserId: '7' }))).toBe('120001');
  });
});

/** Compares by the order of the merchant's ranges. */
function byRange(one: string, other: string): number {
  const { binRangeIds } = merchant.record;
  return binRangeIds.indexOf(one) - binRangeIds.indexOf(other);
}

describe('Cardholder Deletion', () => {
  it('is refused while a live card names the cardholder', async () => {
    const application = { ...person(), gender: 1 };
    const { cardUserId } = await client.call('cardholderApply', application as never);
    const cardId = await openCard(merchant, { binRangeId: 'H1', cardUserId });
    expect(await client.call('cardInfo', { cardId })).toMatchObject({
      cardUserInfo: { firstName: 'Ada', lastName: 'Lovelace', email: application.email },
      billAddressInfo: { countryCode: 'GBR', country: 'United Kingdom' },
    });
    expect(await refusalCode(client.call('cardholderDelete', { cardUserId }))).toBe('110004');
    expect((await details(cardUserId)).status).toBe(1);
    await merchant.awaitOrder((await client.call('cardClose', { cardId })).orderId);
    expect(await client.call('cardholderDelete', { cardUserId })).toEqual({ cardUserId });
    expect(await refusalCode(openCard(merchant, { binRangeId: 'H1', cardUserId }))).toBe('110007');
  });

  it('frees email and mobile, once', async () => {
    const application = person();
    const { cardUserId } = await client.call('cardholderApply', application);
    expect(await client.call('cardholderDelete', { cardUserId })).toEqual({ cardUserId });
    expect(await client.call('cardholderDelete', { cardUserId })).toEqual({ cardUserId });
    expect(await details(cardUserId)).toMatchObject({ status: 2, holderCardBins: [] });
    const { cardUserId: next } = await client.call('cardholderApply', { ...application, lastName: 'Byron' });
    expect(await client.call('cardholderDelete', { cardUserId })).toEqual({ cardUserId });
    expect((await details(next)).status).toBe(1);
  });

  it('finds neither another merchant’s cardholder nor an unknown one', async () => {
    const cardUserId = await newHolder();
    expect(await refusalCode(otherMerchant.client.call('cardholderDelete', { cardUserId }))).toBe('120001');
    expect(await refusalCode(client.call('cardholderDelete', { cardUserId: '7' }))).toBe('120001');
    expect((await details(cardUserId)).status).toBe(1);
  });
});

it('no log line contains personal data', async () => {
  const application = {
    ...person(),
    firstName: 'Wilhelmina',
    certificateType: 2 as const,
    certificateNo: 'X99887766Z',
    certificateFrontImageBase64: picture('jpeg', 4_000).toString('base64'),
  };
  const { cardUserId } = await client.call('cardholderApply', application);
  await refusalCode(client.call('cardholderApply', { ...application, lastName: 'Byron' }));
  await refusalCode(client.call('cardholderApply', { ...application, birthDate: '2020-02-02' }));
  await client.call('cardholderInfo', { cardUserId });
  await client.call('cardholderDelete', { cardUserId });
  const logs = readdirSync(deployment.logsDir).filter((file) => file.includes('Cardholder'));
  const lines = logs.flatMap((file) => readFileSync(join(deployment.logsDir, file), 'utf8').split('\n'));
  expect(lines.filter((line) => line.includes(merchant.userNo)).length).toBeGreaterThanOrEqual(5);
  const { firstName, email, mobile, certificateNo, certificateFrontImageBase64 } = application;
  const facts = [firstName, email, mobile, certificateNo, certificateFrontImageBase64.slice(0, 60)];
  expect(lines.filter((line) => facts.some((fact) => line.includes(fact)))).toEqual([]);
});
