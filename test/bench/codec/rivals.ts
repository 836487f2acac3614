import {
  constants,
  type KeyObject,
  privateDecrypt,
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
} from 'node:crypto';
import forge from 'node-forge';
import { openBlocks, sealBlocks } from '../../../shared/wire/codec/blocks.ts';
import type { Material } from './material.ts';
import type { What } from './task.ts';

/** An implementation of all tasks. */
type Way<Result = unknown> = Readonly<Record<What, (material: Material) => Result>>;

/** This codec. */
export const thisCodec: Way = {
  'seal-private': ({ plain, mine }) => sealBlocks(plain, mine),
  'open-public': ({ hex, theirs }) => openBlocks(hex, theirs),
  'seal-public': ({ plain, theirs }) => sealBlocks(plain, theirs),
  'open-private': ({ hex, mine }) => openBlocks(hex, mine),
};

const unpadded = ({ key }: { key: KeyObject }) => ({ key, padding: constants.RSA_NO_PADDING });

/**
 * One call of node:crypto per block, as fast as possible, and nothing else: the upper limit for any codec on
 * node:crypto.
 */
export const rawCalls: Way<Buffer[]> = {
  'seal-private': ({ chunks, mine }) => chunks.map((chunk) => privateEncrypt(mine.key, chunk)),
  'open-public': ({ ciphertext, theirs }) => ciphertext.map((block) => publicDecrypt(theirs.key, block)),
  'seal-public': ({ chunks, theirs }) => chunks.map((chunk) => publicEncrypt(theirs.key, chunk)),
  'open-private': ({ ciphertext, mine }) => ciphertext.map((block) => privateDecrypt(unpadded(mine), block)),
};

/** Missing in forge's types; `type` is the PKCS#1 block type. */
const raw = forge.pki.rsa as unknown as {
  encrypt(chunk: string, key: unknown, type: 1 | 2): string;
  decrypt(block: string, key: unknown, isPublic: boolean): string;
};

const forgeSeal = ({ chunks }: Material, key: unknown, type: 1 | 2): string =>
  forge.util.bytesToHex(chunks.map((chunk) => raw.encrypt(chunk.toString('latin1'), key, type)).join(''));

const forgeOpen = ({ ciphertext }: Material, key: unknown, isPublic: boolean): string =>
  ciphertext.map((block) => raw.decrypt(block.toString('latin1'), key, isPublic)).join('');

/**
 * The same calls with the hex of the wire, which the raw calls do not have. The remaining difference is the cost of
 * this codec itself.
 */
export const rawCallsWithHex: Way = {
  'seal-private': (material) => hexOf(rawCalls['seal-private'](material)),
  'open-public': ({ hex, theirs }) => bytesOf(hex, theirs).map((block) => publicDecrypt(theirs.key, block)),
  'seal-public': (material) => hexOf(rawCalls['seal-public'](material)),
  'open-private': ({ hex, mine }) => bytesOf(hex, mine).map((block) => privateDecrypt(unpadded(mine), block)),
};

const hexOf = (blocks: readonly Buffer[]): string => blocks.map((block) => block.toString('hex')).join('');

function bytesOf(hex: string, { modulusBytes }: { modulusBytes: number }): Buffer[] {
  const bytes = Buffer.from(hex, 'hex');
  return Array.from({ length: bytes.length / modulusBytes }, (_, nth) =>
    bytes.subarray(nth * modulusBytes, (nth + 1) * modulusBytes),
  );
}

/** node-forge, for which blocks must be cut. */
export const nodeForge: Way = {
  'seal-private': (material) => forgeSeal(material, material.forge.mine, 1),
  'open-public': (material) => forgeOpen(material, material.forge.theirs, true),
  'seal-public': (material) => forgeSeal(material, material.forge.theirs, 2),
  'open-private': (material) => forgeOpen(material, material.forge.mine, false),
};

/** node-rsa, which cuts blocks itself. */
export const nodeRsa: Way = {
  'seal-private': ({ plain, nodeRsa: { mine } }) => mine.encryptPrivate(plain, 'hex'),
  'open-public': ({ hex, nodeRsa: { theirs } }) => theirs.decryptPublic(Buffer.from(hex, 'hex')),
  'seal-public': ({ plain, nodeRsa: { theirs } }) => theirs.encrypt(plain, 'hex'),
  'open-private': ({ hex, nodeRsa: { mine } }) => mine.decrypt(Buffer.from(hex, 'hex')),
};
