import { beforeAll, describe, expect, it } from 'vitest';
import { merchantCommand } from '../../../infra/cli/merchant.ts';
import { MerchantClient } from '../../../shared/client/client.ts';
import { findMerchant, type Merchant } from '../../../shared/domain/parties/merchant.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { merchantOperation } from '../../../shared/lambda/merchant-operation.ts';
import { protectCardData } from '../../../shared/lambda/protect-card-data.ts';
import type { CardDataMode } from '../../../shared/wire/codec/card-data.ts';
import { openJwe, sealJwe } from '../../../shared/wire/codec/jwe.ts';
import { isJwe } from '../../../shared/wire/codec/jwe-form.ts';
import { importPublicKey, type RsaModulusBits } from '../../../shared/wire/codec/keys.ts';
import { catalogue, type OperationName } from '../../../shared/wire/contract/catalogue.ts';
import { carriesCardData } from '../../../shared/wire/contract/operations/operation.ts';
import { openedCard } from '../../support/fixtures/card-steps.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, fetchFrom, handlersOf, openApiMerchant } from './api-fixture.ts';

let fixture: TestPlatform;
let merchants = 0;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
});

async function open(mode?: CardDataMode, bits: RsaModulusBits = 2048): Promise<ApiMerchant> {
  merchants += 1;
  const changes: Partial<Merchant> = mode ? { cardData: mode } : {};
  return openApiMerchant(fixture, String(8_000 + merchants), { bits, changes });
}

/** Calls Card Inquiry for a new card of the merchant, with the card's secrets. */
async function inquired(merchant: ApiMerchant, deps = fixture.deps) {
  const cardId = await openedCard(fixture.call(merchant.merchant));
  const { result } = await merchant.call(handlersOf(deps).cardInfo, { cardId });
  const secrets = await fixture.deps.vault.read(cardId);
  return { result, secrets: { cardNo: secrets?.cardNo, cardVerifyNo: secrets?.cvv2 } };
}

describe('Card Inquiry', () => {
  it.each([undefined, 'clear'] as const)('returns number and CVV2 in mode %s', async (mode) => {
    const { result, secrets } = await inquired(await open(mode));
    expect(result).toMatchObject(secrets);
  });

  it('returns a masked number and no CVV2 in masked mode, without a read of the vault', async () => {
    const merchant = await open('masked');
    const vault = Object.assign(Object.create(fixture.deps.vault), {
      read: () => expect.fail('the vault was asked'),
    });
    const { result, secrets } = await inquired(merchant, { ...fixture.deps, vault });
    expect(result['cardNo']).toBe(`${secrets.cardNo?.slice(0, 6)}******${secrets.cardNo?.slice(-4)}`);
    expect(result).not.toHaveProperty('cardVerifyNo');
  });

  it('returns both as JWE for the merchant’s key in JWE mode', async () => {
    const merchant = await open('jwe');
    const { result, secrets } = await inquired(merchant);
    for (const field of ['cardNo', 'cardVerifyNo'] as const) {
      expect(isJwe(result[field])).toBe(true);
      expect(await openJwe(String(result[field]), [merchant.signer.key])).toBe(secrets[field]);
    }
    expect(JSON.stringify(result)).not.toContain(secrets.cardNo);
  });

  it('returns both in clear through the client, which opens the JWE', async () => {
    const merchant = await open('jwe');
    const cardId = await openedCard(fixture.call(merchant.merchant));
    const client = new MerchantClient({
      baseUrl: 'http://127.0.0.1',
      userNo: merchant.merchant.userNo,
      merchantPrivateKey: merchant.signer.key,
      platformPublicKey: merchant.merchant.platformPublicKey,
      now: fixture.deps.now,
      fetch: fetchFrom(() => handlersOf(fixture.deps).cardInfo),
    });
    const secrets = await fixture.deps.vault.read(cardId);
    const shown = await client.call('cardInfo', { cardId });
    expect([shown.cardNo, shown.cardVerifyNo]).toEqual([secrets?.cardNo, secrets?.cvv2]);
  });
});

describe('a request', () => {
  const CONTENT = { userReqNo: 'pin-1', cardId: '1238793332297834' };
  /** Returns the request that reaches the operation, or the code and message of the refusal. */
  async function resultOf(merchant: ApiMerchant, name: OperationName, content: object): Promise<unknown> {
    let request: unknown;
    const work = async (checked: unknown) => {
      request = checked;
      return {} as never;
    };
    const handler = merchantOperation(catalogue[name], work as never, fixture.deps, protectCardData);
    const { envelope } = await merchant.call(handler, content);
    return envelope.success ? request : `${envelope.errorCode} ${envelope.errorMsg}`;
  }

  it('has its sealed PIN, activation code and card number opened', async () => {
    const merchant = await open('jwe');
    const key = importPublicKey(merchant.merchant.platformPublicKey);
    const pin = await sealJwe('295814', key);
    const activationCode = await sealJwe('27182818', key);
    expect(await resultOf(merchant, 'cardPinReset', { ...CONTENT, pin })).toMatchObject({ pin: '295814' });
    expect(await resultOf(merchant, 'cardActive', { ...CONTENT, pin, activationCode })).toMatchObject({
      pin: '295814',
      activationCode: '27182818',
    });
    const cardNo = await sealJwe('4999001000000015', key);
    const assign = { userReqNo: 'a', localCurrency: 'USD', cardUserId: '7', cardNo };
    expect(await resultOf(merchant, 'cardAssign', assign)).toMatchObject({ cardNo: '4999001000000015' });
  });

  it('is checked after its JWE is opened', async () => {
    const merchant = await open('jwe');
    const key = importPublicKey(merchant.merchant.platformPublicKey);
    const pin = await sealJwe('123456', key);
    expect(await resultOf(merchant, 'cardPinReset', { ...CONTENT, pin })).toMatch(
      /^110001 pin: must be a PIN/,
    );
  });

  it('is refused with card data in clear in JWE mode, and with a JWE for another key', async () => {
    const merchant = await open('jwe');
    for (const pin of ['295814', 295814])
      expect(await resultOf(merchant, 'cardPinReset', { ...CONTENT, pin })).toBe(
        '110001 pin: must be a compact JWE',
      );
    const pin = await sealJwe('295814', importPublicKey((await open()).merchant.platformPublicKey));
    expect(await resultOf(merchant, 'cardPinReset', { ...CONTENT, pin })).toBe(
      '110001 request: has a JWE that does not open',
    );
  });

  it('is refused with a JWE in clear mode, and with a card number in masked mode', async () => {
    const clear = await open('clear');
    const pin = await sealJwe('295814', importPublicKey(clear.merchant.platformPublicKey));
    expect(await resultOf(clear, 'cardPinReset', { ...CONTENT, pin })).toMatch(/^110001 pin/);
    const masked = await open('masked');
    const assign = { userReqNo: 'a', localCurrency: 'USD', cardUserId: '7', cardNo: '4999001000000015' };
    expect(await resultOf(masked, 'cardAssign', assign)).toMatch(
      /^110001 cardNo: is not accepted while cardData is masked/,
    );
    expect(await resultOf(masked, 'cardPinReset', { ...CONTENT, pin: '295814' })).toMatchObject({
      pin: '295814',
    });
  });

  it('with card data requires a function with card data protection', () => {
    const names = (Object.keys(catalogue) as OperationName[]).filter((name) =>
      carriesCardData(catalogue[name]),
    );
    expect(names.sort()).toEqual(['cardActive', 'cardAssign', 'cardInfo', 'cardPinReset']);
    const work = (async () => ({})) as never;
    for (const name of names)
      expect(() => merchantOperation(catalogue[name], work, fixture.deps)).toThrow('carries card data');
  });
});

describe('npm run merchant -- card-data', () => {
  const run = (...args: string[]) => merchantCommand(['card-data', ...args], fixture.operator);

  it('sets how a merchant receives card data', async () => {
    const { userNo } = (await open()).merchant;
    expect(await run(userNo, '--mode', 'masked')).toBe(`merchant ${userNo} receives card data masked`);
    const received = await run(userNo, '--mode', 'jwe', '--in-notifications');
    expect(received).toBe(`merchant ${userNo} receives card data as JWE, in notifications of openings too`);
    expect(await findMerchant(fixture.deps.store, userNo)).toMatchObject({
      cardData: 'jwe',
      cardDataInNotifications: true,
    });
  });

  it('refuses an impossible mode', async () => {
    const { userNo } = (await open(undefined, 1024)).merchant;
    await expect(run(userNo, '--mode', 'jwe')).rejects.toThrow('2048 bits');
    await expect(run(userNo, '--mode', 'sealed')).rejects.toThrow('clear, masked, jwe');
    await expect(run(userNo)).rejects.toThrow('clear, masked, jwe');
    await expect(run(userNo, '--mode', 'masked', '--in-notifications')).rejects.toThrow('masked has none');
  });
});
