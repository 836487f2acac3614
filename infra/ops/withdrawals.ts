import { parseArgs } from 'node:util';
import { formatDateTime } from '../../shared/contract/time.ts';
import { canonicalTxId } from '../../shared/dpt/chain.ts';
import { dptOrderFrom, dptOrderOf, type Withdrawal } from '../../shared/dpt/order.ts';
import { settleWithdrawal, type WithdrawalOutcome } from '../../shared/dpt/settle-withdrawal.ts';
import { moneyText } from '../../shared/money/amount.ts';
import { columns } from './columns.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { REASON_OPTIONS, type ReasonOptions, reasonOf } from './reason.ts';
import { transferFrom } from './transfer.ts';

const HELP = `Lists the withdrawals that are under way, and says how one ended where no chain watcher does.

  npm run withdrawals -- list
  npm run withdrawals -- confirm ORDER_NO TX_ID[/LOG_INDEX]
      the coins have gone: amount and fee leave the account. LOG_INDEX tells which transfer of the transaction it was;
      without it the transaction has paid this withdrawal alone
  npm run withdrawals -- fail ORDER_NO --reason TEXT
      they will never go: both are the merchant's again, who reads TEXT

A withdrawal ends once. Confirm only what the chain shows, fail only what can no longer be sent.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

const LONGEST_TX_ID = 128;

/**
 * Carries out one command and answers what to tell the operator.
 *
 * @throws CommandRefused, NothingFound, StatusNotSuitable for a withdrawal that ended otherwise, or TransferConfirmedAnother
 */
export async function withdrawalsCommand(args: readonly string[], operator: Operator): Promise<string> {
  const options = { reason: REASON_OPTIONS.reason };
  const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command = '', orderNo = '', ...words] = positionals;
  if (command === 'list') return list(operator);
  if (command !== 'confirm' && command !== 'fail')
    throw new CommandRefused('the commands are list, confirm and fail. --help tells them.');
  if (!/^\d{1,16}$/.test(orderNo)) throw new CommandRefused('ORDER_NO is required');
  const { platform } = operator;
  const order = await dptOrderOf(platform.store, orderNo);
  if (order.kind !== 'withdrawal') throw new CommandRefused(`order ${orderNo} is no withdrawal`);
  const outcome = command === 'confirm' ? confirmed(order, words) : failed(words, values);
  await settleWithdrawal(platform, order, outcome);
  return `withdrawal ${orderNo}: ${outcome.status}`;
}

async function list({ platform, scan }: Operator): Promise<string> {
  const open = (await scan('dpt'))
    .filter((item) => item['kind'] === 'withdrawal' && item['status'] === 'pending')
    .map((item) => dptOrderFrom(item) as Withdrawal)
    .sort((one, other) => one.createdAt - other.createdAt);
  const rows = open.map(({ orderNo, createdAt, userNo, amount, currency, network, address }) => [
    orderNo,
    formatDateTime(createdAt, platform.utcOffset),
    userNo,
    moneyText(amount, currency),
    network,
    address,
  ]);
  return rows.length > 0 ? columns(rows) : 'no withdrawal is under way';
}

function confirmed({ network }: Withdrawal, [text = '', ...more]: readonly string[]): WithdrawalOutcome {
  const { txId, ...log } = transferFrom(text, 'TX_ID');
  if (txId.length > LONGEST_TX_ID || more.length > 0)
    throw new CommandRefused(`TX_ID is one word of at most ${LONGEST_TX_ID} characters`);
  return { status: 'success', txId: canonicalTxId(network, txId), ...log };
}

function failed([more]: readonly string[], options: ReasonOptions): WithdrawalOutcome {
  if (more !== undefined) throw new CommandRefused(`fail takes no ${more}`);
  return { status: 'failure', failure: reasonOf(options) };
}

if (import.meta.main) await runCommand(HELP, withdrawalsCommand);
