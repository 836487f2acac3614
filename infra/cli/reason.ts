import { userInfo } from 'node:os';
import { escapeLine } from '../../clients/cli/common/text-table.ts';
import { CommandError } from './command.ts';
import { required } from './party-options.ts';

/** Options of every command that moves money by hand. */
export const REASON_OPTIONS = {
  reason: { type: 'string' },
  by: { type: 'string' },
} as const;

export type ReasonOptions = { readonly [Name in keyof typeof REASON_OPTIONS]?: string };

const MAX_REASON_LENGTH = 200;
const MAX_NAME_LENGTH = 64;
const MAX_REFERENCE_LENGTH = 128;

/**
 * Returns the reason, one line that is stored and may be shown.
 *
 * @throws CommandError
 */
export function reasonTextFrom(options: Pick<ReasonOptions, 'reason'>): string {
  const reason = required(options, 'reason').trim();
  if (reason === '' || reason.length > MAX_REASON_LENGTH || escapeLine(reason) !== reason)
    throw new CommandError(`--reason must be one line of 1 to ${MAX_REASON_LENGTH} characters`);
  return reason;
}

/**
 * Returns the reason and who acts, by default the user of this machine.
 *
 * @throws CommandError
 */
export function attributionFrom(options: ReasonOptions): { reason: string; by: string } {
  const reason = reasonTextFrom(options);
  const by = (options.by ?? userInfo().username).trim();
  if (by === '' || by.length > MAX_NAME_LENGTH)
    throw new CommandError(`--by must have 1 to ${MAX_NAME_LENGTH} characters`);
  return { reason, by };
}

/**
 * Returns the reference by which something is booked once.
 *
 * @throws CommandError
 */
export function referenceFrom(options: { readonly reference?: string }): string {
  const reference = required(options, 'reference');
  if (reference.length > MAX_REFERENCE_LENGTH)
    throw new CommandError(`--reference must have 1 to ${MAX_REFERENCE_LENGTH} characters`);
  return reference;
}
