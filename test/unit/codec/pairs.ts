import {
  generateRsaKeyPair,
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  type RsaKeyPairPem,
  type RsaModulusBits,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../../../shared/codec/keys.ts';

export interface Pair {
  readonly pem: RsaKeyPairPem;
  readonly privateKey: RsaPrivateKey;
  readonly publicKey: RsaPublicKey;
}

/** A key pair of this run. */
export async function makePair(bits: RsaModulusBits): Promise<Pair> {
  const pem = await generateRsaKeyPair(bits);
  return { pem, privateKey: importPrivateKey(pem.privateKey), publicKey: importPublicKey(pem.publicKey) };
}

/** One direction in which a pair is used: which half seals, which opens. */
export interface Mode {
  readonly name: string;
  readonly seal: RsaKey;
  readonly open: RsaKey;
}

export const modesOf = ({ privateKey, publicKey }: Pair): readonly Mode[] => [
  { name: 'block type 1', seal: privateKey, open: publicKey },
  { name: 'block type 2', seal: publicKey, open: privateKey },
];

/** What a call throws, or undefined: to look at an error's class and text. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
