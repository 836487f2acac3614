import { generateKeyPairSync } from 'node:crypto';
import type { RsaKeyPairPem } from '../../shared/codec/keys.ts';

/** A key pair that nobody else has: one key belongs to one counterparty. */
export const newPair = (): RsaKeyPairPem =>
  generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
