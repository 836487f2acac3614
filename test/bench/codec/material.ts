import forge from 'node-forge';
import NodeRSA from 'node-rsa';
import { sealBlocks } from '../../../shared/wire/codec/blocks.ts';
import {
  importPrivateKey,
  importPublicKey,
  type RsaKeyPairPem,
  type RsaPrivateKey,
  type RsaPublicKey,
} from '../../../shared/wire/codec/keys.ts';
import { plainOf, type Task } from './task.ts';

/** What a task needs of one contestant, with everything prepared that is done once per key or message. */
export interface Material {
  readonly own: RsaPrivateKey;
  readonly other: RsaPublicKey;
  readonly forge: { readonly own: forge.pki.rsa.PrivateKey; readonly other: forge.pki.rsa.PublicKey };
  readonly nodeRsa: { readonly own: NodeRSA; readonly other: NodeRSA };
  readonly plain: Buffer;
  /** The message, cut into blocks. */
  readonly chunks: readonly Buffer[];
  /** The ciphertext to open. */
  readonly hex: string;
  readonly ciphertext: readonly Buffer[];
}

/** Returns the material of a task for each of its key pairs. */
export const materialsOf = (task: Task): readonly [Material, Material] => {
  const [one, other] = task.pairs;
  return [materialOf(task, one), materialOf(task, other)];
};

function materialOf(task: Task, pem: RsaKeyPairPem): Material {
  const own = importPrivateKey(pem.privateKey);
  const other = importPublicKey(pem.publicKey);
  const plain = plainOf(task);
  const hex = sealBlocks(plain, task.what === 'open-public' ? own : other);
  return {
    own,
    other,
    forge: {
      own: forge.pki.privateKeyFromPem(pem.privateKey),
      other: forge.pki.publicKeyFromPem(pem.publicKey),
    },
    nodeRsa: { own: nodeRsa(pem.privateKey), other: nodeRsa(pem.publicKey) },
    plain,
    chunks: cut(plain, task.bits / 8 - 11),
    hex,
    ciphertext: cut(Buffer.from(hex, 'hex'), task.bits / 8),
  };
}

function nodeRsa(pem: string): NodeRSA {
  const key = new NodeRSA(pem);
  key.setOptions({ encryptionScheme: 'pkcs1' });
  return key;
}

const cut = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: bytes.length / size }, (_, nth) => bytes.subarray(nth * size, (nth + 1) * size));
