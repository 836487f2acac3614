import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { CommandError } from '../../../../infra/cli/command.ts';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import { stockCommand } from '../../../../infra/cli/stock.ts';
import { upstreamCommand } from '../../../../infra/cli/upstream.ts';
import {
  type BinRange,
  findBinRange,
  saveBinRange,
} from '../../../../shared/domain/issuing/model/bin-range.ts';
import { findMerchant } from '../../../../shared/domain/parties/merchant.ts';
import { findUpstream, upstreamKey } from '../../../../shared/domain/parties/upstream.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';

let fixture: TestPlatform;
let folder: string;
const file = (name: string) => join(folder, name);
const run = (...args: string[]) => upstreamCommand(args, fixture.operator);
const add = (userNo: string, ...more: string[]) => {
  writeFileSync(file('key.pem'), newKeyPair().publicKey);
  return run(
    'add',
    userNo,
    '--name',
    'Net',
    '--key',
    file('key.pem'),
    '--platform-key',
    file('out.pem'),
    ...more,
  );
};
const find = (userNo: string) => findUpstream(fixture.deps.store, userNo);

beforeAll(async () => {
  fixture = await openTestPlatform();
  folder = await mkdtemp(join(inject('scratchDir'), 'ops-'));
});

describe('npm run upstream', () => {
  it('adds an upstream without permissions and with a working key, once', async () => {
    expect(await add('901', '--key-bits', '1024')).toContain('901 is open');
    const upstream = await find('901');
    expect(upstream).toMatchObject({ name: 'Net', enabled: true, issuer: 'embedded' });
    expect(upstream).toMatchObject({ types: [], binRangeIds: [] });
    expect(readFileSync(file('out.pem'), 'utf8')).toBe(upstream?.platformPublicKey);
    if (!upstream) return;
    const key = await fixture.deps.counterpartyKeys.platformKey(upstream, upstreamKey('901'));
    expect(key.modulusBytes).toBe(128);
    await expect(add('901')).rejects.toThrow('901 already exists');
  });

  it('grants the named permissions and sets an allow-list', async () => {
    const rights = ['--types', 'authorize, trade_fee', '--bins', 'V1, P1'];
    const printed = await add('902', ...rights, '--addresses', '192.0.2.0/24');
    expect(printed).toContain('It may send authorize, trade_fee; about cards of BIN ranges V1, P1');
    expect(await find('902')).toMatchObject({
      types: ['authorize', 'trade_fee'],
      binRangeIds: ['V1', 'P1'],
      allowedAddresses: ['192.0.2.0/24'],
    });
  });

  it('replaces permissions, and removes them', async () => {
    await add('908', '--types', 'card_transaction', '--bins', 'V1');
    expect(await run('allow', '908', '--types', 'trade_fee')).toBe(
      'upstream 908 may send trade_fee; about cards of BIN ranges V1',
    );
    expect(await run('allow', '908', '--bins', 'M1,S1')).toBe(
      'upstream 908 may send trade_fee; about cards of BIN ranges M1, S1',
    );
    expect(await find('908')).toMatchObject({ types: ['trade_fee'], binRangeIds: ['M1', 'S1'] });
    expect(await run('list')).toMatch(
      /^908 {2}enabled {3}Net: may send trade_fee; about cards of BIN ranges M1, S1$/m,
    );
    expect(await run('allow', '908', '--types', '', '--bins', '')).toBe(
      'upstream 908 may send nothing; about cards of no BIN range',
    );
    expect(await find('908')).toMatchObject({ types: [], binRangeIds: [] });
  });

  it('sets ceilings by currency in place of earlier ones, and restores the defaults', async () => {
    await add('910', '--types', 'trade_fee');
    expect(await run('ceiling', '910', '--amounts', 'USD=25000, USDT=500000.5')).toBe(
      'upstream 910 has the daily ceilings 25000.00 USD, 500000.500000 USDT',
    );
    expect(await find('910')).toMatchObject({ ceilings: { USD: 2_500_000n, USDT: 500_000_500_000n } });
    expect(await run('list')).toMatch(/^910 .*; daily ceilings 25000.00 USD, 500000.500000 USDT$/m);
    await run('ceiling', '910', '--amounts', 'JPY=0');
    expect(await find('910')).toMatchObject({ ceilings: { JPY: 0n } });
    for (const wrong of ['USD', 'USD=', 'USD=much', 'XYZ=1', '=1', ''])
      await expect(run('ceiling', '910', '--amounts', wrong)).rejects.toThrow('--amounts must be like');
    await expect(run('ceiling', '910', '--amounts', 'USD=0.001')).rejects.toThrow('--amounts');
    expect(await run('ceiling', '910')).toBe('upstream 910 has the default daily ceilings');
    expect(await find('910')).not.toHaveProperty('ceilings');
  });

  it('grants no unknown range, and none of an external issuer', async () => {
    const { store } = fixture.deps;
    const range = (await findBinRange(store, 'V1')) as BinRange;
    await saveBinRange(store, { ...range, binRangeId: 'B1', issuer: 'acme' });
    await add('909', '--types', 'trade_fee');
    await expect(run('allow', '909', '--bins', 'V1,X9')).rejects.toThrow('there is no BIN range X9');
    await expect(run('allow', '909', '--bins', 'B1')).rejects.toThrow('the cards of B1 are at acme');
    await expect(run('allow', '909', '--types', 'everything')).rejects.toThrow(
      'everything is not one of authorize',
    );
    await expect(run('allow', '909')).rejects.toThrow('--types or --bins is required');
    expect(await find('909')).toMatchObject({ types: ['trade_fee'], binRangeIds: [] });
  });

  it('adds upstreams that must sign by default, which can be changed', async () => {
    await add('906');
    await add('907', '--unsigned');
    expect(await find('906')).toMatchObject({ requireSignature: true });
    expect(await find('907')).toMatchObject({ requireSignature: false });
    expect(await run('signature', '907')).toBe('upstream 907 must sign from now on');
    expect(await find('907')).toMatchObject({ requireSignature: true });
    expect(await run('signature', '907', '--unsigned')).toContain('upstream 907 need not sign');
    expect(await find('907')).toMatchObject({ requireSignature: false });
  });

  it('disables, enables and lists', async () => {
    await add('903');
    expect(await run('disable', '903')).toBe('upstream 903 is disabled');
    expect(await find('903')).toMatchObject({ enabled: false });
    expect(await run('list')).toMatch(/^903 {2}disabled {2}Net: /m);
    expect(await run('enable', '903')).toBe('upstream 903 is enabled');
    expect(await find('903')).toMatchObject({ enabled: true });
  });

  it.each([
    [['add', 'abc']],
    [['add', '904']],
    [['disable', '999']],
    [['dance', '901']],
    [['add', '904', '--name', 'N', '--key', 'KEY', '--platform-key', 'OUT', '--types', 'everything']],
    [['add', '904', '--name', 'N', '--key', 'KEY', '--platform-key', 'OUT', '--key-bits', '512']],
  ])('refuses %s', async (args) => {
    const paths = args.map((arg) => ({ KEY: file('key.pem'), OUT: file('out.pem') })[arg] ?? arg);
    await expect(run(...paths)).rejects.toThrow(CommandError);
    expect(await find('904')).toBeUndefined();
  });
});

describe('npm run merchant -- fees', () => {
  const fees = (...args: string[]) => merchantCommand(['fees', '31', ...args], fixture.operator);
  const shares = ['--exchange', '0.003', '--transfer', '0.005', '--acquiring', '0'];

  it('sets the fees of a merchant', async () => {
    await fixture.merchant('31', 0n);
    await fees(...shares, '--withdrawal', 'USDT=1.5,USDC=2');
    expect((await findMerchant(fixture.deps.store, '31'))?.fees).toEqual({
      exchangeRate: 3_000,
      transferRate: 5_000,
      acquiringRate: 0,
      withdrawal: { USDT: 1_500_000, USDC: 2_000_000 },
    });
  });

  it.each([
    [['--exchange', '0.003']],
    [['--exchange', '1', '--transfer', '0', '--acquiring', '0']],
    [['--exchange', 'much', '--transfer', '0', '--acquiring', '0']],
    [[...shares, '--withdrawal', 'BTC=1']],
    [[...shares, '--withdrawal', 'USDT']],
  ])('refuses %s', async (args) => {
    await expect(fees(...args)).rejects.toThrow(CommandError);
  });
});

describe('npm run stock', () => {
  const stock = (...args: string[]) => stockCommand(args, fixture.operator);

  it('adds physical cards and counts them', async () => {
    expect(await stock('count', 'P1')).toBe('0 cards of P1 are free');
    expect(await stock('add', 'P1', '3')).toBe('3 cards of P1 are free');
  });

  it.each([[['add', 'V1', '1']], [['add', 'P1', '0']], [['add', 'P1', 'x']], [['burn', 'P1']], [[]]])(
    'refuses %s',
    async (args) => {
      await expect(stock(...args)).rejects.toThrow(CommandError);
    },
  );
});
