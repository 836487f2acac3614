import { parseArgs } from 'node:util';
import { textTable } from '../../clients/cli/common/text-table.ts';
import { dptOrderFrom, dptOrderOf, type Withdrawal } from '../../shared/domain/dpt/dpt-order.ts';
import { settleWithdrawal, type WithdrawalOutcome } from '../../shared/domain/dpt/settle-withdrawal.ts';
import { canonicalTxId } from '../../shared/domain/dpt/transaction-id.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { formatMoney } from '../../shared/wire/money/amount.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { REASON_OPTIONS, type ReasonOptions, reasonTextFrom } from './reason.ts';
import { transferIdFrom } from './transfer-id.ts';

const HELP = `Lists pending withdrawals, and records how one ended where no chain watcher does.

  npm run withdrawals -- list
  npm run withdrawals -- confirm ORDER_NO TX_ID[/LOG_INDEX]
      the coins were sent: amount and fee leave the account. LOG_INDEX names the transfer within the transaction; without it
      the transaction paid this withdrawal only
  npm run withdrawals -- fail ORDER_NO --reason TEXT
      the coins will never be sent: both are released to the merchant, who reads TEXT

A withdrawal ends once. Confirm only what the chain shows; fail only what can no longer be sent.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

const MAX_TX_ID_LENGTH = 128;

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, NothingFound
 * @throws StatusNotSuitable when the withdrawal ended in another way
 * @throws TransferConfirmedAnother when the transfer has confirmed another withdrawal
 */
export async function withdrawalsCommand(args: readonly string[], operator: Operator): Promise<string> {
  const options = { reason: REASON_OPTIONS.reason };
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command = '', orderNo = '', ...words] = positionals;
  if (command === 'list') return list(operator);
  if (command !== 'confirm' && command !== 'fail')
    throw new CommandError('the commands are list, confirm and fail. See --help.');
  if (!/^\d{1,16}$/.test(orderNo)) throw new CommandError('ORDER_NO is required');
  const { deps } = operator;
  const order = await dptOrderOf(deps.store, orderNo);
  if (order.kind !== 'withdrawal') throw new CommandError(`order ${orderNo} is not a withdrawal`);
  const outcome = command === 'confirm' ? confirmedOutcome(order, words) : failedOutcome(words, values);
  await settleWithdrawal(deps, order, outcome);
  return `withdrawal ${orderNo}: ${outcome.status}`;
}

async function list({ deps, scan }: Operator): Promise<string> {
  const open = (await scan('dpt'))
    .filter((item) => item['kind'] === 'withdrawal' && item['status'] === 'pending')
    .map((item) => dptOrderFrom(item) as Withdrawal)
    .sort((one, other) => one.createdAt - other.createdAt);
  const rows = open.map(({ orderNo, createdAt, userNo, amount, currency, network, address }) => [
    orderNo,
    formatDateTime(createdAt, deps.utcOffset),
    userNo,
    formatMoney(amount, currency),
    network,
    address,
  ]);
  return rows.length > 0 ? textTable(rows) : 'no withdrawal is pending';
}

function confirmedOutcome(
  { network }: Withdrawal,
  [text = '', ...more]: readonly string[],
): WithdrawalOutcome {
  const { txId, ...log } = transferIdFrom(text, 'TX_ID');
  if (txId.length > MAX_TX_ID_LENGTH || more.length > 0)
    throw new CommandError(`TX_ID must be one word of at most ${MAX_TX_ID_LENGTH} characters`);
  return { status: 'success', txId: canonicalTxId(network, txId), ...log };
}

function failedOutcome([more]: readonly string[], options: ReasonOptions): WithdrawalOutcome {
  if (more !== undefined) throw new CommandError(`fail takes no ${more}`);
  return { status: 'failure', failure: reasonTextFrom(options) };
}

if (import.meta.main) await runCommand(HELP, withdrawalsCommand);
