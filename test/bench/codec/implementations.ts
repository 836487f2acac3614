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
import type { Operation } from './task.ts';

/** An implementation of all tasks. */
type Implementation<Result = unknown> = Readonly<Record<Operation, (material: Material) => Result>>;

/** This codec. */
export const thisCodec: Implementation = {
  'seal-private': ({ plain, own }) => sealBlocks(plain, own),
  'open-public': ({ hex, other }) => openBlocks(hex, other),
  'seal-public': ({ plain, other }) => sealBlocks(plain, other),
  'open-private': ({ hex, own }) => openBlocks(hex, own),
};

const unpadded = ({ key }: { key: KeyObject }) => ({ key, padding: constants.RSA_NO_PADDING });

/**
 * One call of node:crypto per block, as fast as possible, and nothing else: the upper limit for any codec on
 * node:crypto.
 */
export const rawCalls: Implementation<Buffer[]> = {
  'seal-private': ({ chunks, own }) => chunks.map((chunk) => privateEncrypt(own.key, chunk)),
  'open-public': ({ ciphertext, other }) => ciphertext.map((block) => publicDecrypt(other.key, block)),
  'seal-public': ({ chunks, other }) => chunks.map((chunk) => publicEncrypt(other.key, chunk)),
  'open-private': ({ ciphertext, own }) => ciphertext.map((block) => privateDecrypt(unpadded(own), block)),
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
export const rawCallsWithHex: Implementation = {
  'seal-private': (material) => hexOf(rawCalls['seal-private'](material)),
  'open-public': ({ hex, other }) => bytesOf(hex, other).map((block) => publicDecrypt(other.key, block)),
  'seal-public': (material) => hexOf(rawCalls['seal-public'](material)),
  'open-private': ({ hex, own }) => bytesOf(hex, own).map((block) => privateDecrypt(unpadded(own), block)),
};

const hexOf = (blocks: readonly Buffer[]): string => blocks.map((block) => block.toString('hex')).join('');

function bytesOf(hex: string, { modulusBytes }: { modulusBytes: number }): Buffer[] {
  const bytes = Buffer.from(hex, 'hex');
  return Array.from({ length: bytes.length / modulusBytes }, (_, nth) =>
    bytes.subarray(nth * modulusBytes, (nth + 1) * modulusBytes),
  );
}

/** node-forge, for which blocks must be cut. */
export const nodeForge: Implementation = {
  'seal-private': (material) => forgeSeal(material, material.forge.own, 1),
  'open-public': (material) => forgeOpen(material, material.forge.other, true),
  'seal-public': (material) => forgeSeal(material, material.forge.other, 2),
  'open-private': (material) => forgeOpen(material, material.forge.own, false),
};

/** node-rsa, which cuts blocks itself. */
export const nodeRsa: Implementation = {
  'seal-private': ({ plain, nodeRsa: { own } }) => own.encryptPrivate(plain, 'hex'),
  'open-public': ({ hex, nodeRsa: { other } }) => other.decryptPublic(Buffer.from(hex, 'hex')),
  'seal-public': ({ plain, nodeRsa: { other } }) => other.encrypt(plain, 'hex'),
  'open-private': ({ hex, nodeRsa: { own } }) => own.decrypt(Buffer.from(hex, 'hex')),
};
