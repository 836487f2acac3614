import type { TransferId } from '../../shared/domain/dpt/payment.ts';
import { CommandError } from './command.ts';

/**
 * Parses the id of a coin transfer: `<txId>`, or `<txId>/<logIndex>`. `what` is its name in the command's help.
 *
 * @throws CommandError when it is missing
 */
export function transferIdFrom(text: string, what = 'TRANSFER'): TransferId {
  const [, txId = '', log] = /^(.+?)(?:\/(\d+))?$/.exec(text) ?? [];
  if (txId === '') throw new CommandError(`${what} is required`);
  return { txId, ...(log !== undefined && { logIndex: Number(log) }) };
}
