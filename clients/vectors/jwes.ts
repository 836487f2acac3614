import { CompactEncrypt } from 'jose/jwe/compact/encrypt';
import { sealJwe } from '../../shared/wire/codec/jwe.ts';
import { importPublicKey } from '../../shared/wire/codec/keys.ts';
import type { JweVector, KeyVector } from './format.ts';

type Keys = Readonly<Record<string, KeyVector>>;

const KEYS = ['rsa2048', 'rsa4096'] as const;

/** Returns JWEs that a client can open, and such that it must refuse. RSA-OAEP-256 needs 2048 bits. */
export async function jweVectors(keys: Keys): Promise<JweVector[]> {
  const publicKey = (name: string) => importPublicKey(keys[name]?.publicKey ?? '');
  const good = await Promise.all(
    KEYS.map(async (key) => ({
      name: 'a text beyond ASCII',
      key,
      jwe: await sealJwe('4999001234567890 ü', publicKey(key)),
      text: '4999001234567890 ü',
    })),
  );
  const key = 'rsa2048';
  const jwe = good[0]?.jwe ?? '';
  const bad = (name: string, cause: string, text: string): JweVector => ({ name, key, jwe: text, cause });
  const sealedBy = (alg: string, enc: string) =>
    new CompactEncrypt(Buffer.from('123')).setProtectedHeader({ alg, enc }).encrypt(publicKey(key).key);
  return [
    ...good,
    bad('to another key', 'key', await sealJwe('123', publicKey('other2048'))),
    bad('another tag', 'tampered', changed(jwe, 4)),
    bad('another text', 'tampered', changed(jwe, 3)),
    bad('another header', 'tampered', withHeader(jwe, { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: '1' })),
    bad('the algorithm RSA-OAEP', 'algorithm', await sealedBy('RSA-OAEP', 'A256GCM')),
    bad('the encryption A128GCM', 'algorithm', await sealedBy('RSA-OAEP-256', 'A128GCM')),
    bad('four parts', 'form', jwe.split('.').slice(0, 4).join('.')),
  ];
}

/** Returns the JWE with the first character of one part replaced. */
const changed = (jwe: string, part: number) =>
  jwe
    .split('.')
    .map((text, index) => (index === part ? (text.startsWith('A') ? 'B' : 'A') + text.slice(1) : text))
    .join('.');

const withHeader = (jwe: string, header: object) =>
  [Buffer.from(JSON.stringify(header)).toString('base64url'), ...jwe.split('.').slice(1)].join('.');
