import { parseArgs } from 'node:util';
import { textTable } from '../../clients/cli/common/text-table.ts';
import type { Dependencies } from '../../shared/domain/dependencies.ts';
import { canonicalAddress } from '../../shared/domain/dpt/blockchain-address.ts';
import { decidePayment, type PaymentDecision } from '../../shared/domain/dpt/decide-payment.ts';
import { dptOrderOf } from '../../shared/domain/dpt/dpt-order.ts';
import {
  type DptPayment,
  formatTransferId,
  paymentFrom,
  paymentsOf,
} from '../../shared/domain/dpt/payment.ts';
import { listSender } from '../../shared/domain/dpt/sender-screening.ts';
import { COIN_NETWORKS } from '../../shared/wire/contract/reference-data/coin-networks.ts';
import { formatDateTime } from '../../shared/wire/contract/time.ts';
import { CommandError, type Operator, runCommand } from './command.ts';
import { REASON_OPTIONS, reasonTextFrom } from './reason.ts';
import { transferIdFrom } from './transfer-id.ts';

const HELP = `Lists coins that arrived at the addresses of acquiring orders but were not simply credited, and resolves them.

  npm run payments -- list
      payments that are held, because of their sender or beyond the watcher's daily ceiling; payments that were detected and
      wait for confirmations; and doubtful ones: reported as removed and reported again, with no way to tell which is later
  npm run payments -- show ORDER_NO
      every payment of an order
  npm run payments -- release ORDER_NO TRANSFER --reason TEXT
      credits a payment to its merchant: a held one, or one that is doubtful or removed although it is on the chain, with
      the confirmations that its network requires
  npm run payments -- return ORDER_NO TRANSFER --reason TEXT
      records that a held payment was sent back to its sender
  npm run payments -- remove ORDER_NO TRANSFER --reason TEXT
      records that a transaction was reorganised out of the chain: reverses what was credited by an entry, and the balance
      may fall below zero
  npm run payments -- hold-from NETWORK ADDRESS --reason TEXT
      holds payments from this address from now on, until an operator releases or returns them

TRANSFER is the transaction's hash or, where one transaction has several transfers, HASH/LOG_INDEX, as show prints it.
Set the number of confirmations that make a transaction final with npm run wallet -- confirmations.

  --data DIR   the data folder of a local cloud (.issuary); a deployment is named by the environment instead`;

/**
 * Runs one command and returns the text to print.
 *
 * @throws CommandError, NothingFound, or StatusNotSuitable for a payment whose status does not allow it
 */
export async function paymentsCommand(args: readonly string[], operator: Operator): Promise<string> {
  const { positionals, values } = parseArgs({
    args: [...args],
    options: { reason: REASON_OPTIONS.reason },
    allowPositionals: true,
  });
  const [command = '', about = '', transfer = ''] = positionals;
  const { deps } = operator;
  switch (command) {
    case 'list':
      return list(operator);
    case 'show':
      return show(deps, about);
    case 'release':
      return decide(deps, about, transfer, 'credited', reasonTextFrom(values));
    case 'return':
      return decide(deps, about, transfer, 'returned', reasonTextFrom(values));
    case 'remove':
      return decide(deps, about, transfer, 'removed', reasonTextFrom(values));
    case 'hold-from':
      return holdFrom(deps, about, transfer, reasonTextFrom(values));
    default:
      throw new CommandError(
        'the commands are list, show, release, return, remove and hold-from. See --help.',
      );
  }
}

async function list({ deps, scan }: Operator): Promise<string> {
  const waiting = (await scan('dpt'))
    .filter(
      ({ sk, status }) =>
        String(sk).startsWith('payment/') && ['held', 'detected', 'doubtful'].includes(String(status)),
    )
    .map(paymentFrom)
    .sort((one, other) => one.at - other.at);
  return waiting.length === 0 ? 'no payment needs attention' : table(deps, waiting);
}

async function show(deps: Dependencies, orderNo: string): Promise<string> {
  const { kind } = await dptOrderOf(deps.store, orderNo);
  if (kind !== 'acquiring') throw new CommandError(`order ${orderNo} is a ${kind} order: it has no payments`);
  const payments = await paymentsOf(deps.store, orderNo);
  return payments.length === 0 ? `order ${orderNo} has no payments` : table(deps, payments);
}

function table({ utcOffset }: Dependencies, payments: readonly DptPayment[]): string {
  const head = ['order', 'transfer', 'reported', 'status', 'amount', 'from', 'reason'];
  const lines = payments.map((payment) => [
    payment.orderNo,
    formatTransferId(payment.bill),
    formatDateTime(payment.at, utcOffset),
    payment.status,
    payment.bill.paymentAmount,
    payment.bill.fromAddress,
    payment.reason ?? '-',
  ]);
  return textTable([head, ...lines]);
}

async function decide(
  deps: Dependencies,
  orderNo: string,
  transfer: string,
  status: PaymentDecision['status'],
  reason: string,
): Promise<string> {
  const { payment, isChanged } = await decidePayment(deps, {
    orderNo,
    transfer: transferIdFrom(transfer),
    status,
    reason,
  });
  return `${formatTransferId(payment.bill)}: ${isChanged ? payment.status : statusText(payment)}`;
}

/** Describes how a payment already has the status that the operator wants. */
function statusText({ status, history }: DptPayment): string {
  const isFirst = history.every((step) => step.status === status || step.status === 'detected');
  return isFirst && status === 'credited'
    ? 'credited when it arrived; it was never held'
    : `${status} already`;
}

async function holdFrom(deps: Dependencies, name: string, text: string, reason: string): Promise<string> {
  const network = COIN_NETWORKS.find((known) => known === name);
  if (!network) throw new CommandError(`NETWORK must be one of ${COIN_NETWORKS.join(', ')}`);
  const address = canonicalAddress(network, text);
  if (address === undefined) throw new CommandError(`ADDRESS must be an address of ${network}`);
  await listSender(deps.store, { network, address, reason, listedAt: deps.now() });
  return `payments from ${address} on ${network} are held from now on`;
}

if (import.meta.main) await runCommand(HELP, paymentsCommand);
