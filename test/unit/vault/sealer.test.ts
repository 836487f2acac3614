import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from '../../../shared/vault/aes.ts';
import { type DataKeys, keyFileUri, openDataKeys } from '../../../shared/vault/data-keys.ts';
import { KeyFile } from '../../../shared/vault/key-file.ts';
import { Sealer } from '../../../shared/vault/sealer.ts';

const folder = mkdtempSync(join(tmpdir(), 'issuary-vault-'));
function keyFile(name: string, bytes = 32): URL {
  const path = join(folder, name);
  writeFileSync(path, randomBytes(bytes));
  return new URL(keyFileUri(path));
}

/** A keeper that counts what it is asked, and fails while it is `down`. */
function counting(keys: DataKeys = new KeyFile(keyFile('counted'))) {
  const asked = { generated: 0, unwrapped: 0, down: false };
  const up = () => {
    if (asked.down) throw new Error('the keeper is out of reach');
  };
  const dataKeys: DataKeys = {
    async generate() {
      asked.generated += 1;
      up();
      return keys.generate();
    },
    async unwrap(wrapped) {
      asked.unwrapped += 1;
      up();
      return keys.unwrap(wrapped);
    },
  };
  return { asked, dataKeys };
}

describe('AES-256-GCM', () => {
  const key = randomBytes(32);

  it('opens what it sealed, and no changed bit, other context or other key', () => {
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

  it('never seals the same twice', () => {
    const sealed = Array.from({ length: 100 }, () => encrypt(key, Buffer.from('same'), 'c').toString('hex'));
    expect(new Set(sealed).size).toBe(100);
  });
});

describe('a key file', () => {
  it('unwraps what it wrapped, after it was opened again', async () => {
    const url = keyFile('one');
    const { key, wrapped } = await new KeyFile(url).generate();
    expect(key).toHaveLength(32);
    expect(await new KeyFile(url).unwrap(wrapped)).toEqual(key);
    expect(Buffer.from(wrapped, 'base64').includes(key)).toBe(false);
  });

  it('unwraps nothing of another file', async () => {
    const { wrapped } = await new KeyFile(keyFile('two')).generate();
    await expect(new KeyFile(keyFile('three')).unwrap(wrapped)).rejects.toThrow();
  });

  it.each([0, 16, 31, 33])('holds 32 bytes, not %i', (bytes) => {
    expect(() => new KeyFile(keyFile(`of-${bytes}`, bytes))).toThrow('exactly 32 bytes');
  });

  it('is what a file: URI names, opened at its first use', async () => {
    const url = keyFile('four');
    const { key, wrapped } = await openDataKeys(url.href).generate();
    expect(await new KeyFile(url).unwrap(wrapped)).toEqual(key);
    const missing = openDataKeys(keyFileUri(join(folder, 'missing')));
    await expect(missing.generate()).rejects.toThrow('ENOENT');
  });
});

describe('a sealer', () => {
  it('opens its secrets, and those of another with the same keeper', async () => {
    const { dataKeys } = counting();
    const sealed = await new Sealer(dataKeys).seal('secret', 'card/1');
    expect((await new Sealer(dataKeys).open(sealed, 'card/1')).toString()).toBe('secret');
    expect(JSON.stringify(sealed)).not.toContain('secret');
  });

  it('opens nothing that was moved to another record or sealed under another key', async () => {
    const { dataKeys } = counting();
    const sealer = new Sealer(dataKeys);
    const [one, other] = [
      await sealer.seal('secret', 'card/1'),
      await new Sealer(dataKeys).seal('more', 'card/1'),
    ];
    await expect(sealer.open(one, 'card/2')).rejects.toThrow();
    await expect(sealer.open({ wrapped: one.wrapped, sealed: other.sealed }, 'card/1')).rejects.toThrow();
    await expect(new Sealer(new KeyFile(keyFile('other'))).open(one, 'card/1')).rejects.toThrow();
  });

  it('asks its keeper once for many secrets and again after a thousand', async () => {
    const { asked, dataKeys } = counting();
    const sealer = new Sealer(dataKeys);
    const sealed = await Promise.all(
      Array.from({ length: 1_001 }, (_, index) => sealer.seal(`s${index}`, 'c')),
    );
    expect(asked.generated).toBe(2);
    await Promise.all(sealed.map((secret) => sealer.open(secret, 'c')));
    expect(asked.unwrapped).toBe(2);
  });

  it('asks again after its keeper was out of reach', async () => {
    const { asked, dataKeys } = counting();
    const sealer = new Sealer(dataKeys);
    asked.down = true;
    await expect(sealer.seal('secret', 'c')).rejects.toThrow('out of reach');
    asked.down = false;
    const sealed = await sealer.seal('secret', 'c');
    asked.down = true;
    await expect(sealer.open(sealed, 'c')).rejects.toThrow('out of reach');
    asked.down = false;
    expect((await sealer.open(sealed, 'c')).toString()).toBe('secret');
  });
});
