import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { CommandError, type Operator } from '../../../../infra/cli/command.ts';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import { upstreamCommand } from '../../../../infra/cli/upstream.ts';
import {
  KeyUnchanged,
  NoNextKey,
  publicKeysOf,
  RotationInProgress,
} from '../../../../shared/domain/parties/key-rotation.ts';
import { findUpstream } from '../../../../shared/domain/parties/upstream.ts';
import { generateRsaKeyPair, importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';
import { openTestPlatform, START, type TestPlatform } from '../../../support/fixtures/test-platform.ts';

const COMMANDS = { merchant: merchantCommand, upstream: upstreamCommand };

let fixture: TestPlatform;
let operator: Operator;
let folder: string;
let privateKeys: string[];
const file = (name: string) => join(folder, name);
const pem = (name: string) => readFileSync(file(name), 'utf8');
const fingerprint = (publicKey: string) =>
  createHash('sha256')
    .update(importPublicKey(publicKey).key.export({ format: 'der', type: 'spki' }))
    .digest('hex');

beforeAll(async () => {
  folder = await mkdtemp(join(inject('scratchDir'), 'ops-'));
  const pairs = await Promise.all([1, 2, 3].map(() => generateRsaKeyPair(1024)));
  pairs.forEach(({ publicKey }, index) => {
    writeFileSync(file(`key-${index + 1}.pem`), publicKey);
  });
  privateKeys = pairs.map(({ privateKey }) => privateKey);
});

describe('an external issuer that is connected again', () => {
  it('uses the given key, even during a rotation', async () => {
    fixture = await openTestPlatform();
    operator = { ...fixture.operator, deps: fixture.deps };
    writeFileSync(file('ours.pem'), newKeyPair().privateKey);
    const connect = (issuerKey: string) =>
      upstreamCommand(
        [
          ...['connect', 'partner', '--number', '41', '--url', 'https://issuer.example/'],
          ...['--private-key', file('ours.pem'), '--issuer-key', file(issuerKey)],
        ],
        operator,
      );
    await connect('key-1.pem');
    await upstreamCommand(['rotate-key', '41', '--key', file('key-2.pem')], operator);
    await connect('key-3.pem');
    const upstream = await findUpstream(fixture.deps.store, '41');
    if (!upstream) return expect.unreachable();
    expect(publicKeysOf(upstream, START)).toEqual([{ publicKey: pem('key-3.pem') }]);
  });
});

describe.each(['merchant', 'upstream'] as const)('npm run %s', (kind) => {
  const printed: string[] = [];
  const run = async (...args: string[]) => {
    const line = await COMMANDS[kind](args, operator);
    printed.push(line);
    return line;
  };
  const rotatePlatformKey = (...more: string[]) =>
    run('rotate-platform-key', '41', '--platform-key', file('next.pem'), '--key-bits', '1024', ...more);
  const record = async () => {
    const [item] = (await fixture.operator.scan('merchants')).filter(({ pk }) => pk === `${kind}/41`);
    return item ?? {};
  };
  /** Returns the stored private halves of the counterparty's platform keys, by fingerprint. */
  const privateHalves = async () => {
    const items = (await fixture.operator.scan('keys')).filter(({ pk }) =>
      String(pk).startsWith(`${kind}/41/`),
    );
    return Object.fromEntries(items.map(({ pk, privateKey }) => [String(pk).split('/')[2], privateKey]));
  };
  /** Returns the lines of the list about the counterparty's keys, from the fingerprint on. */
  const listed = async () =>
    (await run('list'))
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {4}(its key|platform key) +/, '$1 '));

  beforeEach(async () => {
    fixture = await openTestPlatform();
    operator = { ...fixture.operator, deps: fixture.deps };
    const keys = ['--key', file('key-1.pem'), '--platform-key', file('first.pem'), '--key-bits', '1024'];
    const opening = kind === 'merchant' ? ['open', '41', '--bins', 'V1'] : ['add', '41'];
    await COMMANDS[kind]([...opening, '--name', 'Shop', ...keys], operator);
  });

  it('lists keys by fingerprint and validity', async () => {
    const [own, next, platform] = ['key-1.pem', 'key-2.pem', 'first.pem'].map((name) =>
      fingerprint(pem(name)),
    );
    expect((await run('list')).split('\n')[0]).toMatch(/^41 {2}enabled {3}Shop/);
    expect(await listed()).toEqual([`its key ${own}`, `platform key ${platform}`]);
    await run('rotate-key', '41', '--key', file('key-2.pem'));
    await rotatePlatformKey();
    const waiting = fingerprint(pem('next.pem'));
    expect(await listed()).toEqual([
      `its key ${next}`,
      `its key ${own}  until 2026-03-08 10:00:00`,
      `platform key ${platform}`,
      `platform key ${waiting}  to be activated`,
    ]);
    await rotatePlatformKey('--from', '2026-03-05 00:00:00', '--overlap-days', '2');
    const planned = fingerprint(pem('next.pem'));
    expect(planned).not.toBe(waiting);
    expect((await listed()).slice(2)).toEqual([
      `platform key ${platform}`,
      `platform key ${planned}  from 2026-03-05 00:00:00`,
    ]);
    await run('activate-platform-key', '41', '--overlap-days', '1');
    expect((await listed()).slice(2)).toEqual([
      `platform key ${planned}`,
      `platform key ${platform}  until 2026-03-02 10:00:00`,
    ]);
    fixture.moveClock(7 * 86_400_000);
    expect(await listed()).toEqual([`its key ${next}`, `platform key ${planned}`]);
  });

  it('removes expired keys with the next command', async () => {
    const before = await record();
    await run('rotate-key', '41', '--key', file('key-2.pem'), '--overlap-days', '1');
    await rotatePlatformKey('--from', '2026-03-01 10:00:00', '--overlap-days', '1');
    fixture.moveClock(86_400_000 - 1);
    await run('enable', '41');
    expect(await record()).toMatchObject({
      publicKey: pem('key-1.pem'),
      platformPublicKey: pem('first.pem'),
    });
    fixture.moveClock(1);
    await run('disable', '41');
    const { version, ...after } = await record();
    const { version: first, ...stored } = before;
    expect([first, version]).toEqual([1, 5]);
    expect(after).toEqual({
      ...stored,
      enabled: false,
      publicKey: pem('key-2.pem'),
      platformPublicKey: pem('next.pem'),
    });
    expect(await privateHalves()).toEqual({
      [fingerprint(pem('first.pem'))]: undefined,
      [fingerprint(pem('next.pem'))]: expect.anything(),
    });
  });

  it('ends an overlap at once', async () => {
    await run('rotate-key', '41', '--key', file('key-2.pem'));
    await run('rotate-key', '41', '--key', file('key-2.pem'), '--overlap-days', '0');
    await rotatePlatformKey();
    await run('activate-platform-key', '41', '--overlap-days', '0');
    expect(await record()).toMatchObject({ publicKey: pem('key-2.pem'), platformPublicKey: pem('next.pem') });
    expect(await record()).not.toHaveProperty('publicKeyRotation');
    expect(await record()).not.toHaveProperty('platformKeyRotation');
  });

  it.each<[string, new (...args: never[]) => Error, () => Promise<unknown>]>([
    ['the present key', KeyUnchanged, () => run('rotate-key', '41', '--key', file('key-1.pem'))],
    [
      'a third key during an overlap',
      RotationInProgress,
      async () => {
        await run('rotate-key', '41', '--key', file('key-2.pem'));
        return run('rotate-key', '41', '--key', file('key-3.pem'));
      },
    ],
    [
      'a third platform key during an overlap',
      RotationInProgress,
      async () => {
        await rotatePlatformKey('--from', '2026-03-01 10:00:00');
        return rotatePlatformKey();
      },
    ],
    ['an activation without a next key', NoNextKey, () => run('activate-platform-key', '41')],
    ['no file', CommandError, () => run('rotate-key', '41')],
    ['no platform file', CommandError, () => run('rotate-platform-key', '41')],
    ['a key of another length', CommandError, () => rotatePlatformKey('--key-bits', '512')],
    ['a time in the past', CommandError, () => rotatePlatformKey('--from', '2026-03-01 09:59:59')],
    ['an invalid time', CommandError, () => rotatePlatformKey('--from', '2026-02-30 10:00:00')],
    ['an invalid overlap', CommandError, () => rotatePlatformKey('--overlap-days', '1.5')],
    ['an unknown party', CommandError, () => run('rotate-key', '42', '--key', file('key-2.pem'))],
    ['an unknown command', CommandError, () => run('rotate-keys', '41')],
  ])('refuses %s', async (_, refusal, act) => {
    await expect(act()).rejects.toThrow(refusal);
  });

  it('prints no key, and writes only the public one to the file', async () => {
    await run('rotate-key', '41', '--key', file('key-2.pem'));
    await rotatePlatformKey();
    await run('activate-platform-key', '41');
    await run('list');
    const text = printed.join('\n');
    const sealed = Object.values(await privateHalves());
    expect(sealed).toHaveLength(2);
    for (const { sealed: secret } of sealed as { sealed: string }[])
      expect(text).not.toContain(secret.slice(0, 40));
    expect(JSON.stringify(await record())).not.toMatch(/privateKey|sealed|wrapped/i);
    for (const key of [...privateKeys, pem('key-1.pem'), pem('next.pem')])
      expect(text).not.toContain(key.split('\n')[2]);
    expect(pem('next.pem')).toMatch(/^-----BEGIN PUBLIC KEY-----\n[^-]+-----END PUBLIC KEY-----\n$/);
    expect(fixture.deps.now()).toBe(START);
  });
});
