import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from '../../../../shared/runtime/vault/aes.ts';
import type { DataKeys, KeyContext } from '../../../../shared/runtime/vault/data-key.ts';
import { KeyFile } from '../../../../shared/runtime/vault/key-file.ts';
import { keyFileUri, openDataKeys } from '../../../../shared/runtime/vault/open-data-keys.ts';
import { perPurpose, perRecord, Sealer } from '../../../../shared/runtime/vault/sealer.ts';

/** The context that most of these are sealed for. */
const OF = { purpose: 'tests' };
const serving = perPurpose('tests');

const folder = mkdtempSync(join(tmpdir(), 'issuary-vault-'));
function keyFile(name: string, bytes = 32): URL {
  const path = join(folder, name);
  writeFileSync(path, randomBytes(bytes));
  return new URL(keyFileUri(path));
}

/** Returns data keys that count their requests, and fail while `down` is set. */
function counting(keys: DataKeys = new KeyFile(keyFile('counted'))) {
  const request = { generated: 0, unwrapped: 0, down: false, contexts: [] as KeyContext[] };
  const up = () => {
    if (request.down) throw new Error('the keeper is out of reach');
  };
  const dataKeys: DataKeys = {
    async generate(context) {
      request.generated += 1;
      request.contexts.push(context);
      up();
      return keys.generate(context);
    },
    async unwrap(wrapped, context) {
      request.unwrapped += 1;
      up();
      return keys.unwrap(wrapped, context);
    },
  };
  return { requests: request, dataKeys };
}

describe('AES-256-GCM', () => {
  const key = randomBytes(32);

  it('opens what it sealed, and nothing with a changed bit, context or key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), fc.nat(), (bytes, context, position) => {
        const plain = Buffer.from(bytes);
        const sealed = encrypt(key, plain, context);
        expect(decrypt(key, sealed, context)).toEqual(plain);
        const bit = position % (sealed.length * 8);
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => decrypt(key, changed, context)).toThrow();
        expect(() => decrypt(key, sealed, `${context}.`)).toThrow();
        expect(() => decrypt(randomBytes(32), sealed, context)).toThrow();
        expect(() => decrypt(key, sealed.subarray(0, position % sealed.length), context)).toThrow();
      }),
    );
  });

  it('gives a different ciphertext each time', () => {
    const sealed = Array.from({ length: 100 }, () => encrypt(key, Buffer.from('same'), 'c').toString('hex'));
    expect(new Set(sealed).size).toBe(100);
  });
});

describe('a key file', () => {
  it('unwraps what it wrapped after it is opened again', async () => {
    const url = keyFile('one');
    const { key, wrapped } = await new KeyFile(url).generate(OF);
    expect(key).toHaveLength(32);
    expect(await new KeyFile(url).unwrap(wrapped, OF)).toEqual(key);
    expect(Buffer.from(wrapped, 'base64').includes(key)).toBe(false);
  });

  it('unwraps nothing that another file wrapped', async () => {
    const { wrapped } = await new KeyFile(keyFile('two')).generate(OF);
    await expect(new KeyFile(keyFile('three')).unwrap(wrapped, OF)).rejects.toThrow();
  });

  it('unwraps nothing for another context, and ignores the order within one', async () => {
    const file = new KeyFile(keyFile('contexts'));
    const { key, wrapped } = await file.generate({ record: 'merchant/1', kind: 'a' });
    expect(await file.unwrap(wrapped, { kind: 'a', record: 'merchant/1' })).toEqual(key);
    for (const other of [{}, { record: 'merchant/1' }, { record: 'merchant/2', kind: 'a' }])
      await expect(file.unwrap(wrapped, other)).rejects.toThrow();
  });

  it.each([0, 16, 31, 33])('has 32 bytes, not %i', (bytes) => {
    expect(() => new KeyFile(keyFile(`of-${bytes}`, bytes))).toThrow('exactly 32 bytes');
  });

  it('is opened by a file: URI at its first use', async () => {
    const url = keyFile('four');
    const { key, wrapped } = await openDataKeys(url.href).generate(OF);
    expect(await new KeyFile(url).unwrap(wrapped, OF)).toEqual(key);
    const missing = openDataKeys(keyFileUri(join(folder, 'missing')));
    await expect(missing.generate(OF)).rejects.toThrow('ENOENT');
  });
});

describe('a sealer', () => {
  it('opens its own secrets, and those of another sealer with the same keys', async () => {
    const { dataKeys } = counting();
    const sealed = await new Sealer(dataKeys, serving).seal('secret', 'card/1');
    expect((await new Sealer(dataKeys, serving).open(sealed, 'card/1')).toString()).toBe('secret');
    expect(JSON.stringify(sealed)).not.toContain('secret');
  });

  it('opens nothing that was moved to another record or sealed under another key', async () => {
    const { dataKeys } = counting();
    const sealer = new Sealer(dataKeys, serving);
    const [one, other] = [
      await sealer.seal('secret', 'card/1'),
      await new Sealer(dataKeys, serving).seal('more', 'card/1'),
    ];
    await expect(sealer.open(one, 'card/2')).rejects.toThrow();
    await expect(sealer.open({ wrapped: one.wrapped, sealed: other.sealed }, 'card/1')).rejects.toThrow();
    await expect(new Sealer(new KeyFile(keyFile('other')), serving).open(one, 'card/1')).rejects.toThrow();
  });

  it('generates one data key for up to a thousand secrets', async () => {
    const { requests: request, dataKeys } = counting();
    const sealer = new Sealer(dataKeys, serving);
    const sealed = await Promise.all(
      Array.from({ length: 1_001 }, (_, index) => sealer.seal(`s${index}`, 'c')),
    );
    expect(request.generated).toBe(2);
    await Promise.all(sealed.map((secret) => sealer.open(secret, 'c')));
    expect(request.unwrapped).toBe(2);
  });

  it('generates a data key for each record where contexts are per record', async () => {
    const { requests: request, dataKeys } = counting();
    const sealer = new Sealer(dataKeys, perRecord);
    const [one, other] = [await sealer.seal('a', 'merchant/1'), await sealer.seal('b', 'merchant/2')];
    await sealer.seal('c', 'merchant/1');
    expect(request.contexts).toEqual([{ record: 'merchant/1' }, { record: 'merchant/2' }]);
    expect((await sealer.open(one, 'merchant/1')).toString()).toBe('a');
    await expect(dataKeys.unwrap(one.wrapped, { record: 'merchant/2' })).rejects.toThrow();
    await expect(sealer.open({ ...other, wrapped: one.wrapped }, 'merchant/2')).rejects.toThrow();
  });

  it('opens nothing of another purpose, even with the same keys', async () => {
    const { dataKeys } = counting();
    const sealed = await new Sealer(dataKeys, perPurpose('secrets')).seal('code', 'card/1');
    await expect(new Sealer(dataKeys, perPurpose('cards')).open(sealed, 'card/1')).rejects.toThrow();
  });

  it('retries after its keys were unreachable', async () => {
    const { requests: request, dataKeys } = counting();
    const sealer = new Sealer(dataKeys, serving);
    request.down = true;
    await expect(sealer.seal('secret', 'c')).rejects.toThrow('out of reach');
    request.down = false;
    const sealed = await sealer.seal('secret', 'c');
    request.down = true;
    await expect(sealer.open(sealed, 'c')).rejects.toThrow('out of reach');
    request.down = false;
    expect((await sealer.open(sealed, 'c')).toString()).toBe('secret');
  });
});
