import type { CardholderStatus } from './cardholder.ts';

/** A cardholder's status code on the wire, with its description (contract section 3, Cardholder Details Inquiry). */
export const wireCardholderStatus = {
  disabled: { code: 0, description: 'disabled' },
  enabled: { code: 1, description: 'enabled' },
  deleted: { code: 2, description: 'deleted' },
  'in-process': { code: 3, description: 'in process' },
} as const satisfies Record<CardholderStatus, { code: number; description: string }>;
