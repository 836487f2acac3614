import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decrypt, encrypt } from './aes.ts';
import type { DataKey, DataKeys, KeyContext } from './data-key.ts';

/** Data keys wrapped by a 32-byte key in a file: for a single machine without KMS. */
export class KeyFile implements DataKeys {
  readonly #key: Buffer;

  constructor(url: URL) {
    this.#key = readFileSync(url);
    if (this.#key.length !== 32) throw new Error('a key file holds exactly 32 bytes');
  }

  async generate(context: KeyContext): Promise<DataKey> {
    const key = randomBytes(32);
    return { key, wrapped: encrypt(this.#key, key, contextText(context)).toString('base64') };
  }

  async unwrap(wrapped: string, context: KeyContext): Promise<Buffer> {
    return decrypt(this.#key, Buffer.from(wrapped, 'base64'), contextText(context));
  }
}

/** The same text for the same context, whatever the order of its entries. */
const contextText = (context: KeyContext): string =>
  JSON.stringify(['data-key', ...Object.entries(context).sort()]);
