import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { CommandError, type Operator } from '../../../../infra/cli/command.ts';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import { upstreamCommand } from '../../../../infra/cli/upstream.ts';
import { publicKeysOf } from '../../../../shared/domain/parties/key-rotation.ts';
import { findMerchant, merchantKey, saveMerchant } from '../../../../shared/domain/parties/merchant.ts';
import { RecordChanged } from '../../../../shared/domain/parties/party-record.ts';
import type { Store } from '../../../../shared/runtime/store/store.ts';
import type { RsaKeyPairPem } from '../../../../shared/wire/codec/keys.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';
import { openTestPlatform, START, type TestPlatform } from '../../../support/fixtures/test-platform.ts';
import { interruptedStore, readInterruptedStore } from '../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let folder: string;
/** Each test has a counterparty of its own. */
let userNo = '100';
let next: RsaKeyPairPem;
const file = (name: string) => join(folder, name);

const operatorOver = (store: Store): Operator => ({
  ...fixture.operator,
  deps: { ...fixture.deps, store },
});
const COMMANDS = { merchant: merchantCommand, upstream: upstreamCommand };
type Kind = keyof typeof COMMANDS;
const run = (kind: Kind, act: readonly string[], store = fixture.deps.store) =>
  COMMANDS[kind](act, operatorOver(store));
const record = async (kind: Kind) => {
  const item = (await fixture.operator.scan('merchants')).find(({ pk }) => pk === `${kind}/${userNo}`);
  return item as unknown as NonNullable<Awaited<ReturnType<typeof findMerchant>>>;
};

/** Operators' acts, and how the record shows each of them. */
const acts: Record<string, readonly [act: () => string[], seen: (kind: Kind) => Promise<void>]> = {
  'the key is rotated': [
    () => ['rotate-key', userNo, '--key', file('next.pem'), '--overlap-days', '0'],
    async (kind) => expect(publicKeysOf(await record(kind), START)).toEqual([{ publicKey: next.publicKey }]),
  ],
  'it is disabled': [
    () => ['disable', userNo],
    async (kind) => expect(await record(kind)).toMatchObject({ enabled: false }),
  ],
  'it may send unsigned requests': [
    () => ['signature', userNo, '--unsigned'],
    async (kind) => expect(await record(kind)).toMatchObject({ requireSignature: false }),
  ],
  'its allow-list changes': [
    () => ['addresses', userNo, '--addresses', '192.0.2.0/24,2001:db8::/48'],
    async (kind) =>
      expect(await record(kind)).toMatchObject({ allowedAddresses: ['192.0.2.0/24', '2001:db8::/48'] }),
  ],
  'a platform key is generated': [
    () => ['rotate-platform-key', userNo, '--platform-key', file('made.pem'), '--key-bits', '1024'],
    async (kind) => expect(await record(kind)).toHaveProperty('platformKeyRotation.next.publicKey'),
  ],
};
const names = Object.keys(acts);
const pairs = names.flatMap((one) =>
  names.filter((name) => name !== one).map((other) => [one, other] as const),
);
const actOf = (name: string) => acts[name]?.[0]() ?? [];
const isSeen = (name: string, kind: Kind) => acts[name]?.[1](kind);

describe.each(['merchant', 'upstream'] as const)('two operators who change one %s', (kind) => {
  beforeAll(async () => {
    fixture = await openTestPlatform();
  });
  beforeEach(async () => {
    userNo = String(Number(userNo) + 1);
    folder = await mkdtemp(join(inject('scratchDir'), 'races-'));
    next = newKeyPair();
    writeFileSync(file('key.pem'), newKeyPair().publicKey);
    writeFileSync(file('next.pem'), next.publicKey);
    const keys = ['--key', file('key.pem'), '--platform-key', file('out.pem'), '--key-bits', '1024'];
    const opening = kind === 'merchant' ? ['open', userNo, '--bins', 'V1'] : ['add', userNo];
    await run(kind, [...opening, '--name', 'Shop', ...keys]);
  });

  it.each(pairs)(
    '%s while %s: both changes are made when the second comes before the write of the first',
    async (one, other) => {
      const { store } = fixture.deps;
      await run(
        kind,
        actOf(one),
        interruptedStore(store, () => run(kind, actOf(other))),
      );
      await Promise.all([isSeen(one, kind), isSeen(other, kind)]);
      expect(await record(kind)).toMatchObject({ version: 3 });
    },
  );

  it('all make their changes when they act at once', async () => {
    await Promise.all(names.map((name) => run(kind, actOf(name))));
    await Promise.all(names.map((name) => isSeen(name, kind)));
  });

  it('get an error after twenty conflicts', async () => {
    const { store } = fixture.deps;
    const busy: Store = {
      ...interruptedStore(store, async () => {}),
      write: async (writes) => {
        await run(kind, ['enable', userNo]);
        return store.write(writes);
      },
    };
    await expect(run(kind, ['disable', userNo], busy)).rejects.toThrow(RecordChanged);
    expect(await record(kind)).toMatchObject({ enabled: true, version: 21 });
  });

  it('cannot allow every address by a list, but by an empty one', async () => {
    const set = (...list: string[]) => run(kind, ['addresses', userNo, ...list]);
    await expect(set('--addresses', '192.0.2.1,::/0')).rejects.toThrow('::/0 is too wide for an allow list');
    expect(await set('--addresses', '192.0.2.1')).toBe(`${kind} ${userNo} may call from 192.0.2.1`);
    expect(await set()).toBe(`${kind} ${userNo} may call from anywhere`);
    expect(await record(kind)).toMatchObject({ allowedAddresses: [] });
  });

  it('who open the same number get an error for the second', async () => {
    const another = `9${userNo}`;
    const open = (key: string) => {
      writeFileSync(file(key), newKeyPair().publicKey);
      const keys = ['--key', file(key), '--platform-key', file('out.pem'), '--key-bits', '1024'];
      const opening = kind === 'merchant' ? ['open', another, '--bins', 'V1'] : ['add', another];
      return [...opening, '--name', 'Shop', ...keys];
    };
    const faster = () => run(kind, open('faster.pem'));
    const slow = run(kind, open('slow.pem'), interruptedStore(fixture.deps.store, faster));
    await expect(slow).rejects.toThrow(CommandError);
  });
});

it('a record is saved only in the version that was read', async () => {
  fixture = await openTestPlatform();
  const { store } = fixture.deps;
  const read = await fixture.merchant('7', 0n);
  await saveMerchant(store, { ...read, enabled: false });
  await expect(saveMerchant(store, { ...read, name: 'late' })).rejects.toThrow(RecordChanged);
  const between = readInterruptedStore(store, merchantKey('7').pk, async () => {});
  const present = await findMerchant(between, '7');
  expect(present).toMatchObject({ enabled: false, version: 2 });
});

it('a record without a version gets one', async () => {
  fixture = await openTestPlatform();
  const { store } = fixture.deps;
  const { version: _, ...old } = await fixture.merchant('8', 0n);
  const item = { ...old, ...merchantKey('8') };
  await store.write([{ kind: 'put', table: 'merchants', item, replace: true }]);
  await saveMerchant(store, { ...old, enabled: false });
  expect(await findMerchant(store, '8')).toMatchObject({ enabled: false, version: 1 });
  await expect(saveMerchant(store, old)).rejects.toThrow(RecordChanged);
});
