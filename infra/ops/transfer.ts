import type { TransferId } from '../../shared/dpt/payment-record.ts';
import { CommandRefused } from './operator.ts';

/**
 * The transfer of coins that an operator names: `<txId>`, or `<txId>/<logIndex>`.
 *
 * @throws CommandRefused for none; `what` is its name in the command's help
 */
export function transferFrom(text: string, what = 'TRANSFER'): TransferId {
  const [, txId = '', log] = /^(.+?)(?:\/(\d+))?$/.exec(text) ?? [];
  if (txId === '') throw new CommandRefused(`${what} is required`);
  return { txId, ...(log !== undefined && { logIndex: Number(log) }) };
}
