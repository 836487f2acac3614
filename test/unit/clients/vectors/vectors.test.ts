import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { goodEnvelopes } from '../../../../clients/vectors/envelopes.ts';
import type { KeyVector, SignedMessage, Vectors } from '../../../../clients/vectors/format.ts';
import { makeVectors } from '../../../../clients/vectors/make.ts';
import {
  deduplicationKey,
  type Notification,
  openNotification,
} from '../../../../shared/client/open-notification.ts';
import { sealBlocks } from '../../../../shared/wire/codec/blocks.ts';
import { CodecError } from '../../../../shared/wire/codec/codec-errors.ts';
import { openContent, openContentWithText } from '../../../../shared/wire/codec/content.ts';
import { openResponse, parseResponseEnvelope, sealRequest } from '../../../../shared/wire/codec/envelope.ts';
import { openJwe } from '../../../../shared/wire/codec/jwe.ts';
import { importPrivateKey, importPublicKey } from '../../../../shared/wire/codec/keys.ts';
import { verifyRequest } from '../../../../shared/wire/signatures/signed-request.ts';
import { verifyResponse } from '../../../../shared/wire/signatures/signed-response.ts';

const project = join(import.meta.dirname, '..', '..', '..', '..');
const jsonOf = (path: string) => JSON.parse(readFileSync(join(project, path), 'utf8'));

const vectors: Vectors = jsonOf('clients/vectors/vectors.json');
const keyOf = (name: string): KeyVector => vectors.keys[name] as KeyVector;
const publicKeyOf = (name: string) => importPublicKey(keyOf(name).publicKey);
const privateKeyOf = (name: string) => importPrivateKey(keyOf(name).privateKey);

describe('vectors.json', () => {
  it('has key pairs of every size, and others of the same sizes', () => {
    const sizes = Object.entries(vectors.keys).map(([name, { bits }]) => [name, bits]);
    expect(Object.fromEntries(sizes)).toEqual({
      ...{ rsa1024: 1024, rsa2048: 2048, rsa4096: 4096 },
      ...{ other1024: 1024, other2048: 2048, other4096: 4096 },
    });
    for (const [name, { bits }] of Object.entries(vectors.keys))
      expect([privateKeyOf(name).modulusBytes, publicKeyOf(name).modulusBytes]).toEqual([bits / 8, bits / 8]);
  });

  it('names each vector of a list once for each key', () => {
    const { envelopes, signatures, requests, responses, notifications, jwe, identities } = vectors;
    const lists = [envelopes.good, envelopes.bad, signatures.good, signatures.bad, requests, responses];
    for (const list of [...lists, notifications, jwe, identities]) {
      const names = list.map((vector) => `${vector.name}/${'key' in vector ? vector.key : ''}`);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('is what make.ts makes of its keys, apart from what is random', async () => {
    const made = await makeVectors(vectors.keys);
    const fixed = ({ envelopes, signatures, jwe, ...others }: Vectors) => ({
      ...others,
      good: envelopes.good.map((one) => (one.blockType === 2 ? { ...one, hex: '' } : one)),
      bad: envelopes.bad,
      signatures: signatures.good.map((one) =>
        one.isReproducible ? one : { ...one, base: '', message: '' },
      ),
      badSignatures: signatures.bad.map(({ name, cause }) => ({ name, cause })),
      jwe: jwe.map(({ name, cause, text }) => ({ name, cause, text })),
    });
    expect(JSON.parse(JSON.stringify(fixed(made)))).toEqual(fixed(vectors));
  });

  interface JdkVector {
    readonly bits: number;
    readonly chunk: number;
    readonly plain: string;
    readonly privateKeyPkcs8: string;
    readonly publicKeySpki: string;
    readonly byPrivateKey: string;
  }
  const byJdk = (file: string): JdkVector[] => jsonOf(`test/vectors/${file}.json`);
  /** Returns what we make in place of the JDK, with its key. */
  const madeWith = ({ bits, privateKeyPkcs8, publicKeySpki }: JdkVector, name: string): string => {
    const key = { bits, privateKey: privateKeyPkcs8, publicKey: publicKeySpki };
    const made = goodEnvelopes({ ...vectors.keys, [`rsa${bits}`]: key });
    return made.find((one) => one.key === `rsa${bits}` && one.name === name)?.hex ?? '';
  };

  it('seals as the JDK does', () => {
    const empty = byJdk('rsa-envelope').filter(({ plain, chunk }) => plain === '{}' && chunk === 117);
    expect(empty.map((one) => madeWith(one, 'empty object'))).toEqual(empty.map((one) => one.byPrivateKey));
    expect(empty).toHaveLength(1);
  });

  it.each(byJdk('empty-block'))('ends with the empty block that the JDK makes with $bits bits', (vector) => {
    const made = madeWith(vector, 'an empty block at the end');
    expect(made.slice(-vector.bits / 4)).toBe(vector.byPrivateKey.slice(-vector.bits / 4));
  });
});

describe('envelopes', () => {
  it.each(vectors.envelopes.good)('$key: $name', ({ key, blockType, hex, json, isReproducible }) => {
    const opened = openContent(hex, blockType === 1 ? publicKeyOf(key) : privateKeyOf(key));
    expect(opened).toEqual(JSON.parse(json));
    const resealed = sealBlocks(Buffer.from(Buffer.from(json).toString('base64')), privateKeyOf(key));
    expect(resealed === hex).toBe(isReproducible);
  });

  const WORDS: Readonly<Record<string, RegExp>> = {
    length: /length/,
    hex: /not hex/,
    block: /a block does not open/,
    'block type 2': /block type 2/,
    Base64: /not Base64/,
    'UTF-8': /not UTF-8/,
    JSON: /not a JSON object/,
  };
  it.each(vectors.envelopes.bad)('$key: refuse $name', ({ key, hex, cause }) => {
    const open = () => openContentWithText(hex, publicKeyOf(key));
    expect(open).toThrow(CodecError);
    expect(open).toThrow(WORDS[cause]);
  });
});

describe('bodies', () => {
  it.each(vectors.requests)('$name', ({ key, userNo, json, body }) => {
    expect(JSON.stringify(sealRequest(JSON.parse(json), userNo, privateKeyOf(key)))).toBe(body);
  });

  it.each(vectors.responses)('$name', ({ key, userNo, body, json, cause, ...failure }) => {
    const open = () => {
      const envelope = parseResponseEnvelope(body);
      if (!envelope.success) return { errorCode: envelope.errorCode, errorMsg: envelope.errorMsg };
      const isOwn = envelope.userNo === userNo;
      return isOwn ? openResponse(envelope, publicKeyOf(key)) : 'another merchant';
    };
    if (cause === 'another merchant') expect(open()).toBe(cause);
    else if (cause !== undefined) expect(open).toThrow(CodecError);
    else if (json !== undefined) expect(open()).toEqual(JSON.parse(json));
    else expect(open()).toMatchObject({ errorCode: failure.errorCode, errorMsg: failure.errorMsg });
  });

  it.each(vectors.notifications)('$name', ({ key, userNo, body, type, json, cause }) => {
    const open = () => openNotification(body, { userNo, platformPublicKey: publicKeyOf(key) });
    if (cause === undefined) expect(open()).toEqual({ type, content: JSON.parse(json ?? '') });
    else expect(open).toThrow();
  });

  it.each(vectors.identities)('identity: $name', ({ webhookId, type, content, identity }) => {
    const notification = { type, content } as unknown as Notification;
    expect(deduplicationKey(notification, webhookId ?? undefined) ?? null).toBe(identity);
  });
});

describe('signatures', () => {
  const verify = (
    { method = '', path = '', status, body, headers, request }: SignedMessage,
    signer: { keyId: string; key: string; now: number },
  ) => {
    const expected = { keyId: signer.keyId, keys: [publicKeyOf(signer.key)] };
    const now = signer.now * 1_000;
    if (status === undefined)
      return verifyRequest({ method, path, body, headers }, expected, now) !== undefined;
    const sent = { 'content-digest': '', 'signature-input': '', signature: request?.headers.signature ?? '' };
    return verifyResponse({ status, body, headers }, sent, expected, now);
  };

  it.each(vectors.signatures.good)('$key: $name', ({ message, ...signer }) => {
    expect(verify(message, signer)).toBe(true);
  });

  it.each(vectors.signatures.bad)('refuse $name', ({ message, cause, ...signer }) => {
    expect(() => verify(message, signer)).toThrow(`signature ${cause}`);
  });
});

it.each(vectors.jwe)('JWE: $name', async ({ key, jwe, text }) => {
  const opened = openJwe(jwe, [privateKeyOf(key)]);
  if (text === undefined) await expect(opened).rejects.toThrow(CodecError);
  else expect(await opened).toBe(text);
});
