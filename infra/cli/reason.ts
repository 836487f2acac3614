import { userInfo } from 'node:os';
import { CommandError } from './command.ts';
import { required } from './party-options.ts';
import { escapeLine } from './text-table.ts';

/** Options of whatever moves money by hand. */
export const REASON_OPTIONS = {
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;

/** The options as they were given. */
export type ReasonOptions = { readonly [Name in keyof typeof REASON_OPTIONS]?: string };

const MAX_REASON_LENGTH = 200;
const MAX_NAME_LENGTH = 64;
const MAX_REFERENCE_LENGTH = 128;

/** Why something is done: a line that is kept and may be shown. */
export function reasonTextFrom(options: Pick<ReasonOptions, 'reason'>): string {
  const reason = required(options, 'reason').trim();
  if (reason === '' || reason.length > MAX_REASON_LENGTH || escapeLine(reason) !== reason)
    throw new CommandError(`--reason is one line of 1 to ${MAX_REASON_LENGTH} characters`);
  return reason;
}

/** Why something is done and who does it, whoever uses this machine unless told. */
export function attributionFrom(options: ReasonOptions): { reason: string; by: string } {
  const reason = reasonTextFrom(options);
  const by = (options.by ?? userInfo().username).trim();
  if (by === '' || by.length > MAX_NAME_LENGTH)
    throw new CommandError(`--by has 1 to ${MAX_NAME_LENGTH} characters`);
  return { reason, by };
}

/** A reference by which something is booked once. */
export function referenceFrom(options: { readonly reference?: string }): string {
  const reference = required(options, 'reference');
  if (reference.length > MAX_REFERENCE_LENGTH)
    throw new CommandError(`--reference has 1 to ${MAX_REFERENCE_LENGTH} characters`);
  return reference;
}
