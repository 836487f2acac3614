import type { TransferId } from '../../shared/domain/dpt/payment.ts';
import { CommandError } from './command.ts';

/**
 * The transfer of coins that an operator names: `<txId>`, or `<txId>/<logIndex>`.
 *
 * @throws CommandRefused for none; `what` is its name in the command's help
 */
export function transferIdFrom(text: string, what = 'TRANSFER'): TransferId {
  const [, txId = '', log] = /^(.+?)(?:\/(\d+))?$/.exec(text) ?? [];
  if (txId === '') throw new CommandError(`${what} is required`);
  return { txId, ...(log !== undefined && { logIndex: Number(log) }) };
}
