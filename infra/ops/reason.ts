import { userInfo } from 'node:os';
import { printable } from './columns.ts';
import { required } from './counterparty.ts';
import { CommandRefused } from './operator.ts';

/** Options of whatever moves money by hand. */
export const REASON_OPTIONS = {
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;

/** The options as they were given. */
export type ReasonOptions = { readonly [Name in keyof typeof REASON_OPTIONS]?: string };

const LONGEST_REASON = 200;
const LONGEST_NAME = 64;
const LONGEST_REFERENCE = 128;

/** Why something is done: a line that is kept and may be shown. */
export function reasonOf(options: Pick<ReasonOptions, 'reason'>): string {
  const reason = required(options, 'reason').trim();
  if (reason === '' || reason.length > LONGEST_REASON || printable(reason) !== reason)
    throw new CommandRefused(`--reason is one line of 1 to ${LONGEST_REASON} characters`);
  return reason;
}

/** Why something is done and who does it, whoever uses this machine unless told. */
export function reasonFrom(options: ReasonOptions): { reason: string; by: string } {
  const reason = reasonOf(options);
  const by = (options.by ?? userInfo().username).trim();
  if (by === '' || by.length > LONGEST_NAME)
    throw new CommandRefused(`--by has 1 to ${LONGEST_NAME} characters`);
  return { reason, by };
}

/** A reference by which something is booked once. */
export function referenceFrom(options: { readonly reference?: string }): string {
  const reference = required(options, 'reference');
  if (reference.length > LONGEST_REFERENCE)
    throw new CommandRefused(`--reference has 1 to ${LONGEST_REFERENCE} characters`);
  return reference;
}
