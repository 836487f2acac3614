import type { CardholderStatus } from './cardholder.ts';

/** A holder's status on the wire, and in words (contract section 3, Cardholder Details Inquiry). */
export const wireCardholderStatus = {
  disabled: { code: 0, words: 'disabled' },
  enabled: { code: 1, words: 'enabled' },
  deleted: { code: 2, words: 'deleted' },
  'in-process': { code: 3, words: 'in process' },
} as const satisfies Record<CardholderStatus, { code: number; words: string }>;
