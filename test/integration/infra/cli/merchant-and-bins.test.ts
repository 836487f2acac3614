import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { binsCommand } from '../../../../infra/cli/bins.ts';
import { CommandError } from '../../../../infra/cli/command.ts';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import { readBinRanges } from '../../../../shared/domain/issuing/model/bin-range.ts';
import { merchantCardAccount } from '../../../../shared/domain/money/ledger/account.ts';
import { readBalance } from '../../../../shared/domain/money/ledger/balance.ts';
import { readShards } from '../../../../shared/domain/money/ledger/shards.ts';
import { findMerchant } from '../../../../shared/domain/parties/merchant.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let folder: string;
const file = (name: string) => join(folder, name);
const run = (...args: string[]) => merchantCommand(args, fixture.operator);
const open = (userNo: string, ...more: string[]) => {
  writeFileSync(file('key.pem'), newKeyPair().publicKey);
  return run(
    'open',
    userNo,
    '--name',
    'Shop',
    '--key',
    file('key.pem'),
    '--bins',
    'V1',
    '--platform-key',
    file('out.pem'),
    ...more,
  );
};

beforeAll(async () => {
  fixture = await openTestPlatform();
  folder = await mkdtemp(join(inject('scratchDir'), 'ops-'));
});

describe('npm run merchant', () => {
  it('opens a merchant whose platform key works, once', async () => {
    expect(await open('301', '--key-bits', '1024', '--notify', 'https://shop.example/notify')).toContain(
      '301 is open',
    );
    const merchant = await findMerchant(fixture.deps.store, '301');
    expect(merchant).toMatchObject({
      name: 'Shop',
      enabled: true,
      binRangeIds: ['V1'],
      requestCipher: 'merchant-private',
    });
    expect(merchant?.platformPublicKey).toBe(readFileSync(file('out.pem'), 'utf8'));
    if (!merchant) return;
    expect((await fixture.deps.counterpartyKeys.platformKey(merchant)).modulusBytes).toBe(128);
    await expect(open('301')).rejects.toThrow('already open');
  });

  it('spreads an account over shards, never fewer than before, and deposits over all of them', async () => {
    await open('309', '--key-bits', '1024');
    const shards = (count: string) => run('shards', '309', '--currency', 'USD', '--count', count);
    expect(await shards('4')).toContain('has 4 shards');
    for (const count of ['3', '91', '4.5', 'many']) await expect(shards(count)).rejects.toThrow(CommandError);
    await run('deposit', '309', '--currency', 'USD', '--amount', '10.02', '--reference', 'B309');
    const account = merchantCardAccount('309', 'USD');
    const available = async () =>
      (await readShards(fixture.deps.store, account, 5)).map((shard) => Number(shard.available));
    expect((await available()).toSorted()).toEqual([0, 250, 250, 250, 252]);
    await shards('5');
    expect((await available()).toSorted()).toEqual([200, 200, 200, 200, 202]);
    expect(await findMerchant(fixture.deps.store, '309')).toMatchObject({ accountShards: { USD: 5 } });
  });

  it('books a deposit once for each reference', async () => {
    await open('302', '--key-bits', '1024');
    const deposit = () =>
      run('deposit', '302', '--currency', 'USD', '--amount', '12.5', '--reference', 'bank-1');
    expect(await deposit()).toBe('booked 12.50 USD for merchant 302');
    await expect(deposit()).rejects.toThrow('booked already: 12.50 USD on merchant/302:card/USD');
    const balance = await readBalance(fixture.deps.store, merchantCardAccount('302', 'USD'));
    expect(balance.available).toBe(1_250n);
  });

  it('disables and enables', async () => {
    await open('303', '--key-bits', '1024');
    await run('disable', '303');
    expect(await findMerchant(fixture.deps.store, '303')).toMatchObject({ enabled: false });
    await run('enable', '303');
    expect(await findMerchant(fixture.deps.store, '303')).toMatchObject({ enabled: true });
  });

  it('sets a request limit and removes it', async () => {
    await open('306', '--key-bits', '1024');
    const limitOf = async () => (await findMerchant(fixture.deps.store, '306'))?.requestLimit;
    await run('limit', '306', '--per-second', '5', '--burst', '20');
    expect(await limitOf()).toEqual({ perSecond: 5, burst: 20 });
    for (const limit of [
      ['--per-second', '0', '--burst', '1'],
      ['--per-second', '1.5', '--burst', '1'],
      ['--per-second', '1001', '--burst', '1'],
      ['--per-second', '1', '--burst', '10001'],
      ['--per-second', '1'],
      ['--burst', 'many'],
    ])
      await expect(run('limit', '306', ...limit)).rejects.toThrow(CommandError);
    expect(await limitOf()).toEqual({ perSecond: 5, burst: 20 });
    await run('limit', '306');
    expect(await limitOf()).toBeUndefined();
  });

  it.each([
    ['no number', ['open', 'shop']],
    ['an unknown merchant', ['disable', '399']],
    ['an unknown command', ['close', '301']],
    ['a key of another length', ['open', '304', '--key-bits', '512']],
    ['an unknown cipher', ['open', '304', '--cipher', 'none']],
    ['a deposit of zero', ['deposit', '301', '--currency', 'USD', '--amount', '0', '--reference', 'r']],
    ['an unknown currency', ['deposit', '301', '--currency', 'XYZ', '--amount', '1', '--reference', 'r']],
    ['no reference', ['deposit', '301', '--currency', 'USD', '--amount', '1']],
  ])('refuses %s', async (_, [command = '', userNo = '', ...more]) => {
    const refused = command === 'open' ? open(userNo, ...more) : run(command, userNo, ...more);
    await expect(refused).rejects.toThrow(CommandError);
    expect(await findMerchant(fixture.deps.store, '304')).toBeUndefined();
  });

  it('refuses a merchant with the public key as cipher and without signature or allow-list', async () => {
    const unsigned = ['--cipher', 'platform-public', '--key-bits', '1024', '--unsigned'];
    await expect(open('305', ...unsigned)).rejects.toThrow('allow list');
    await open('305', ...unsigned.slice(0, -1));
    await expect(run('signature', '305', '--unsigned')).rejects.toThrow('allow list');
  });

  it('opens merchants that must sign by default, which can be changed', async () => {
    const signs = async (userNo: string) =>
      (await findMerchant(fixture.deps.store, userNo))?.requireSignature;
    await open('307', '--key-bits', '1024');
    await open('308', '--key-bits', '1024', '--unsigned');
    expect([await signs('307'), await signs('308')]).toEqual([true, false]);
    expect(await run('signature', '308')).toBe('merchant 308 must sign from now on');
    expect(await run('signature', '307', '--unsigned')).toContain('merchant 307 need not sign');
    expect(await run('signature', '307', '--unsigned', '--one-block')).toContain('come in one block');
    expect(await findMerchant(fixture.deps.store, '307')).toMatchObject({ unsignedInOneBlock: true });
    await expect(run('signature', '307', '--one-block')).rejects.toThrow('--unsigned');
    expect(await run('signature', '307')).toBe('merchant 307 must sign from now on');
    expect(await findMerchant(fixture.deps.store, '307')).not.toHaveProperty('unsignedInOneBlock');
    await run('signature', '307', '--unsigned');
    expect([await signs('307'), await signs('308')]).toEqual([false, true]);
  });
});

describe('npm run merchant -- notify', () => {
  const urlOf = async (userNo: string) => (await findMerchant(fixture.deps.store, userNo))?.notifyUrl;

  it('sets and changes the notification URL', async () => {
    await open('311', '--key-bits', '1024');
    expect(await urlOf('311')).toBeUndefined();
    expect(await run('notify', '311', '--url', 'https://shop.example/a')).toBe(
      'notifications of merchant 311 go to https://shop.example/a',
    );
    await run('notify', '311', '--url', 'https://shop.example:8443/b');
    expect(await urlOf('311')).toBe('https://shop.example:8443/b');
  });

  it.each([
    ['http', 'http://shop.example/', 'notifications go to https URLs, not http:'],
    ['no URL', 'shop.example', 'this is not a URL'],
    ['a password', 'https://a:b@shop.example/', 'without a user name or password'],
    ['a private address', 'https://10.1/', 'may not go to 10.0.0.1: that is not a public address'],
    ['this machine', 'http://127.0.0.1:8081/', 'notifications go to https URLs'],
    ['a name of this machine', 'https://localhost/', 'notifications may not go to localhost ('],
  ])('refuses %s, also at opening', async (_, url, sentence) => {
    if (!(await findMerchant(fixture.deps.store, '312'))) await fixture.merchant('312', 0n);
    const before = await urlOf('312');
    await expect(run('notify', '312', '--url', url)).rejects.toThrow(sentence);
    expect(await urlOf('312')).toBe(before);
    await expect(open('313', '--notify', url)).rejects.toThrow(sentence);
    expect(await findMerchant(fixture.deps.store, '313')).toBeUndefined();
  });

  it('accepts an endpoint beside a local cloud', async () => {
    await open('314', '--key-bits', '1024');
    const environment = { ...fixture.operator.environment, NOTIFY_ALLOW_LOOPBACK_HTTP: 'true' };
    const url = 'http://127.0.0.1:8081/notify';
    await merchantCommand(['notify', '314', '--url', url], { ...fixture.operator, environment });
    expect(await urlOf('314')).toBe(url);
  });
});

describe('npm run bins', () => {
  const range = {
    binRangeId: 'N1',
    cardBin: '499900',
    cardBrand: 'VISA',
    validityMonths: 24,
    enabled: true,
    rules: [{ currency: 'JPY', openFee: 150, rechargeFeeRate: 0.0125, minAmount: 1000, maxAmount: 5000 }],
  };
  const store = (content: unknown) => {
    writeFileSync(file('bins.json'), JSON.stringify(content));
    return binsCommand([file('bins.json')], fixture.operator);
  };

  it('stores ranges and replaces earlier ones', async () => {
    await store([{ ...range, enabled: false }]);
    expect(await store([range])).toBe('stored N1');
    const [stored] = await readBinRanges(fixture.deps.store, ['N1']);
    expect(stored).toMatchObject({ enabled: true, validityMonths: 24 });
    expect(stored?.rules).toEqual([
      { currency: 'JPY', openFee: 150n, rechargeFeeRate: 12_500, minAmount: 1_000n, maxAmount: 5_000n },
    ]);
  });

  it('stores a minimum recharge fee in minor units', async () => {
    await store([{ ...range, rules: [{ ...range.rules[0], minRechargeFee: 30 }] }]);
    const [stored] = await readBinRanges(fixture.deps.store, ['N1']);
    expect(stored?.rules).toMatchObject([{ minRechargeFee: 30n }]);
  });

  it.each([
    [
      'a minimum fee with more decimals than the currency has',
      { rules: [{ ...range.rules[0], minRechargeFee: 0.5 }] },
    ],
    ['an amount with more decimals than the currency has', { rules: [{ ...range.rules[0], openFee: 1.5 }] }],
    ['a fee rate above 1', { rules: [{ ...range.rules[0], rechargeFeeRate: 1.1 }] }],
    ['an invalid BIN', { cardBin: '12345' }],
    ['an id that is too long', { binRangeId: 'toolongid' }],
  ])('refuses %s', async (_, changes) => {
    await expect(store([{ ...range, binRangeId: 'N2', ...changes }])).rejects.toThrow();
    expect(await readBinRanges(fixture.deps.store, ['N2'])).toEqual([]);
  });

  it('needs a file', async () => {
    await expect(binsCommand([], fixture.operator)).rejects.toThrow(CommandError);
  });
});
