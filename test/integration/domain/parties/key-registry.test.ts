import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { Operator } from '../../../../infra/cli/command.ts';
import { merchantCommand } from '../../../../infra/cli/merchant.ts';
import { upstreamCommand } from '../../../../infra/cli/upstream.ts';
import { KeyAlreadyClaimed, KeyRetired } from '../../../../shared/domain/parties/key-registry.ts';
import { findMerchant, merchantKey } from '../../../../shared/domain/parties/merchant.ts';
import { findUpstream } from '../../../../shared/domain/parties/upstream.ts';
import { newKeyPair } from '../../../support/fixtures/key-pairs.ts';
import { openTestPlatform, type TestPlatform } from '../../../support/fixtures/test-platform.ts';
import { interruptedStore } from '../../../support/stores/interrupted-store.ts';

let fixture: TestPlatform;
let operator: Operator;
let folder: string;
const file = (name: string) => join(folder, name);
const key = newKeyPair();
const DAY = 86_400_000;

const open = (userNo: string, name = 'key.pem', by = operator) =>
  merchantCommand(
    [
      ...['open', userNo, '--name', 'Shop', '--bins', 'V1', '--key', file(name)],
      ...['--platform-key', file(`for-${userNo}.pem`), '--key-bits', '1024'],
    ],
    by,
  );
const add = (userNo: string, name = 'key.pem') =>
  upstreamCommand(
    [
      ...['add', userNo, '--name', 'Net', '--key', file(name)],
      ...['--platform-key', file(`for-${userNo}.pem`), '--key-bits', '1024'],
    ],
    operator,
  );
const rotate = (userNo: string, name: string, days = '1') =>
  merchantCommand(['rotate-key', userNo, '--key', file(name), '--overlap-days', days], operator);
const connect = (name: string, number: string, ownKey: string, issuerKey: string) =>
  upstreamCommand(
    [
      ...['connect', name, '--number', number, '--url', 'https://issuer.example/'],
      ...['--private-key', file(ownKey), '--issuer-key', file(issuerKey)],
    ],
    operator,
  );
const fresh = (name: string) => writeFileSync(file(name), newKeyPair().publicKey);

beforeEach(async () => {
  fixture = await openTestPlatform();
  operator = { ...fixture.operator, deps: fixture.deps };
  folder = await mkdtemp(join(inject('scratchDir'), 'claims-'));
  writeFileSync(file('key.pem'), key.publicKey);
  for (const name of ['other.pem', 'third.pem', 'fifth.pem']) fresh(name);
  writeFileSync(file('ours.pem'), newKeyPair().privateKey);
  await open('41');
});

describe("a merchant's key is refused", () => {
  const refusal = 'that is a key of merchant 41: a key belongs to one counterparty';

  it('for a second merchant, an upstream, a rotation and an external issuer', async () => {
    await open('42', 'other.pem');
    for (const again of [() => open('43'), () => add('43'), () => rotate('42', 'key.pem')])
      await expect(again()).rejects.toThrow(refusal);
    await expect(connect('partner', '44', 'ours.pem', 'key.pem')).rejects.toThrow(refusal);
    const { store } = fixture.deps;
    expect([await findMerchant(store, '43'), await findUpstream(store, '43')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await findUpstream(store, '44')).toBeUndefined();
  });

  it('with another exponent too', async () => {
    const jwk = createPublicKey(key.publicKey).export({ format: 'jwk' });
    const same = createPublicKey({ key: { ...jwk, e: 'AQAD' }, format: 'jwk' });
    writeFileSync(file('same.pem'), same.export({ type: 'spki', format: 'pem' }));
    await expect(open('42', 'same.pem')).rejects.toThrow(refusal);
  });

  it('when two operators present it at once', async () => {
    const slow = interruptedStore(fixture.deps.store, () => open('42', 'other.pem'));
    const by = { ...operator, deps: { ...fixture.deps, store: slow } };
    await expect(open('43', 'other.pem', by)).rejects.toThrow('that is a key of merchant 42');
    expect(await findMerchant(fixture.deps.store, '43')).toBeUndefined();
  });

  it('when it was in use before keys were registered', async () => {
    const { store } = fixture.deps;
    const { publicKey } = newKeyPair();
    writeFileSync(file('old.pem'), publicKey);
    const { version: _, ...old } = { ...(await fixture.merchant('7', 0n)), publicKey };
    const item = { ...old, ...merchantKey('7') };
    await store.write([{ kind: 'put', table: 'merchants', item, replace: true }]);
    await expect(open('42', 'old.pem')).rejects.toThrow('that is a key of merchant 7');
    await expect(rotate('41', 'old.pem')).rejects.toThrow('that is a key of merchant 7');
    await rotate('7', 'other.pem');
    expect(await findMerchant(store, '7')).toMatchObject({ version: 2 });
  });
});

it("the platform's own keys are refused for counterparties", async () => {
  await expect(open('42', 'for-41.pem')).rejects.toThrow("this platform's own key for merchant 41");
  await expect(rotate('41', 'for-41.pem')).rejects.toThrow(KeyAlreadyClaimed);
  await connect('partner', '44', 'ours.pem', 'other.pem');
  const ownKey = createPublicKey(readFileSync(file('ours.pem')));
  writeFileSync(file('ours-public.pem'), ownKey.export({ type: 'spki', format: 'pem' }));
  await expect(open('42', 'ours-public.pem')).rejects.toThrow('own key for connection partner');
});

describe('a key that was replaced', () => {
  it('cannot return once its time is over', async () => {
    await rotate('41', 'other.pem');
    fixture.moveClock(DAY);
    await expect(rotate('41', 'key.pem')).rejects.toThrow(KeyRetired);
    await rotate('41', 'third.pem', '0');
    for (const name of ['key.pem', 'other.pem'])
      await expect(rotate('41', name)).rejects.toThrow('that was a key of merchant 41 before');
    await expect(open('42', 'other.pem')).rejects.toThrow(KeyAlreadyClaimed);
  });

  it('can return during the overlap', async () => {
    await rotate('41', 'other.pem');
    await rotate('41', 'key.pem', '0');
    expect(await findMerchant(fixture.deps.store, '41')).toMatchObject({ publicKey: key.publicKey });
    await expect(rotate('41', 'other.pem')).rejects.toThrow(KeyRetired);
  });
});

describe('an external issuer', () => {
  it('can be connected again with its keys, and keeps ours', async () => {
    await connect('partner', '44', 'ours.pem', 'other.pem');
    await connect('partner', '44', 'ours.pem', 'other.pem');
    await connect('partner', '44', 'ours.pem', 'third.pem');
    await expect(connect('partner', '44', 'ours.pem', 'other.pem')).rejects.toThrow(KeyRetired);
    await upstreamCommand(['rotate-key', '44', '--key', file('fifth.pem'), '--overlap-days', '1'], operator);
    fixture.moveClock(DAY);
    await expect(connect('partner', '44', 'ours.pem', 'third.pem')).rejects.toThrow(KeyRetired);
    fresh('fourth.pem');
    await expect(connect('more', '45', 'ours.pem', 'fourth.pem')).rejects.toThrow(KeyAlreadyClaimed);
  });

  it('cannot have our key', async () => {
    const pair = newKeyPair();
    writeFileSync(file('ours.pem'), pair.privateKey);
    writeFileSync(file('theirs.pem'), pair.publicKey);
    await expect(connect('partner', '44', 'ours.pem', 'theirs.pem')).rejects.toThrow('are the same');
  });
});
