import { sha256 } from '@noble/hashes/sha2.js';
import { createBase58check } from '@scure/base';

/** How TRON writes its addresses, by the library alone. */
export const base58check = createBase58check(sha256);
