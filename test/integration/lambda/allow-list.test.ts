import { beforeAll, describe, expect, it } from 'vitest';
import { AllowListInvalid } from '../../../shared/domain/parties/ip-allow-list.ts';
import { merchantKey } from '../../../shared/domain/parties/merchant.ts';
import { logger } from '../../../shared/lambda/logger.ts';
import { saveMerchant } from '../../support/fixtures/save-parties.ts';
import { openTestPlatform, type TestPlatform } from '../../support/fixtures/test-platform.ts';
import { type ApiMerchant, apiEvent, handlersOf, invoke, openApiMerchant } from './api-fixture.ts';

let fixture: TestPlatform;
let listed: ApiMerchant;

beforeAll(async () => {
  logger.setLogLevel('SILENT');
  fixture = await openTestPlatform();
  const allowedAddresses = ['203.0.113.7', '198.51.100.0/24', '2001:db8:1::/48', '2001:db8:2::1'];
  listed = await openApiMerchant(fixture, '51', { changes: { allowedAddresses } });
});

const answerTo = async (merchant: ApiMerchant, sourceIp: string) => {
  const { cardBin } = handlersOf(fixture.deps);
  return JSON.parse((await invoke(cardBin, apiEvent(merchant.envelope({}), { sourceIp }))).body);
};

describe('an allow-list', () => {
  it.each([
    '203.0.113.7',
    '198.51.100.0',
    '198.51.100.255',
    '2001:db8:1::1',
    '2001:db8:1:ffff::',
    '2001:db8:2::1',
    '2001:DB8:2:0:0:0:0:1',
    '::ffff:203.0.113.7',
  ])('admits %s', async (address) => {
    expect(await answerTo(listed, address)).toMatchObject({ success: true });
  });

  it.each([
    '203.0.113.8',
    '198.51.101.0',
    '198.51.99.255',
    '2001:db8:2::2',
    '2001:db8:3::1',
    '::1',
    '::ffff:203.0.113.8',
  ])('refuses %s with 100003', async (address) => {
    expect(await answerTo(listed, address)).toEqual({
      success: false,
      errorCode: '100003',
      errorMsg: 'source address not allowed',
      result: '',
      userNo: '51',
      async: false,
    });
  });

  it('admits every address when it is empty, except where the address is the only authentication', async () => {
    const anywhere = await openApiMerchant(fixture, '52');
    expect(await answerTo(anywhere, '203.0.113.8')).toMatchObject({ success: true });
    const lost = await openApiMerchant(fixture, '53', { cipher: 'platform-public' });
    const key = merchantKey('53');
    await fixture.deps.store.write([
      { kind: 'update', table: 'merchants', key, set: { allowedAddresses: [] } },
    ]);
    expect(await answerTo(lost, '192.0.2.1')).toMatchObject({ success: false, errorCode: '100002' });
    // In a list from an earlier version, an entry that covers all addresses is ignored.
    const set = { allowedAddresses: ['0.0.0.0/0', '::/0', '192.0.2.7'] };
    await fixture.deps.store.write([{ kind: 'update', table: 'merchants', key, set }]);
    expect(await answerTo(lost, '192.0.2.1')).toMatchObject({ success: false, errorCode: '100002' });
    expect(await answerTo(lost, '192.0.2.7')).toMatchObject({ success: true });
  });
});

describe('a merchant is not saved', () => {
  it.each([
    '',
    'example.com',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.0/33',
    '203.0.113.0/-1',
    '203.0.113.0/',
    '203.0.113.0/ 8',
    '203.0.113.0/8/8',
    '203.0.113.0/0x8',
    '2001:db8::/129',
    '203.0.113.7,203.0.113.8',
  ])('with %j in its allow-list', async (entry) => {
    const merchant = { ...listed.merchant, allowedAddresses: ['203.0.113.7', entry] };
    const refusal = new AllowListInvalid(`"${entry}" is neither an IP address nor a CIDR range`);
    await expect(saveMerchant(fixture.deps.store, merchant)).rejects.toThrow(refusal);
  });

  it('with a list of every address, except to disable it', async () => {
    const { store } = fixture.deps;
    const wide = { ...listed.merchant, allowedAddresses: ['203.0.113.7', '0.0.0.0/0'] };
    await expect(saveMerchant(store, wide)).rejects.toThrow('0.0.0.0/0 is too wide for an allow list');
    await saveMerchant(store, { ...wide, enabled: false });
    await saveMerchant(store, listed.merchant);
  });

  it('without an allow-list when its requests are not authenticated otherwise', async () => {
    const merchant = { ...listed.merchant, requestCipher: 'platform-public' as const, allowedAddresses: [] };
    await expect(saveMerchant(fixture.deps.store, merchant)).rejects.toThrow('allow list');
  });
});
