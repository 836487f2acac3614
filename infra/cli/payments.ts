import { parseArgs } from 'node:util';
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
import { textTable } from './text-table.ts';
import { transferIdFrom } from './transfer-id.ts';

const HELP = `Coins that arrived at acquiring orders' addresses, and what to do about those that are not simply credited.

  npm run payments -- list
      what is held, for its sender or beyond its watcher's ceiling of a day, what was detected and waits for confirmations, and what is doubtful: told to be gone and
      told again, with nothing that says which came later
  npm run payments -- show ORDER_NO
      every payment of an order
  npm run payments -- release ORDER_NO TRANSFER --reason TEXT
      credits a payment to its merchant: a held one, or one that is doubtful or removed although the chain has it, with the
      confirmations of its network
  npm run payments -- return ORDER_NO TRANSFER --reason TEXT
      says that a held payment was sent back to where it came from
  npm run payments -- remove ORDER_NO TRANSFER --reason TEXT
      says that a transaction was reorganised out of the chain: what was credited is taken back by an entry, and the
      balance may fall below zero
  npm run payments -- hold-from NETWORK ADDRESS --reason TEXT
      holds what comes from this address from now on, until an operator releases or returns it

TRANSFER is the transaction's hash or, where one transaction has several transfers, HASH/LOG_INDEX, as show prints it.
How many confirmations make a transaction final is set with npm run wallet -- confirmations.

  --data DIR   the local cloud's data folder (.issuary); a deployment is named by its environment`;

/**
 * Carries out one command and returns what to tell the operator.
 *
 * @throws CommandRefused, NothingFound, or StatusNotSuitable for a payment whose status does not allow it
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
        'the commands are list, show, release, return, remove and hold-from. --help tells them.',
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
  return rows(deps, waiting);
}

async function show(deps: Dependencies, orderNo: string): Promise<string> {
  const { kind } = await dptOrderOf(deps.store, orderNo);
  if (kind !== 'acquiring') throw new CommandError(`order ${orderNo} is a ${kind}: nothing is paid to it`);
  return rows(deps, await paymentsOf(deps.store, orderNo));
}

function rows({ utcOffset }: Dependencies, payments: readonly DptPayment[]): string {
  if (payments.length === 0) return 'there are none';
  const head = ['order', 'transfer', 'told', 'status', 'amount', 'from', 'reason'];
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

/** How a payment came to be what the operator wants it to be. */
function statusText({ status, trail }: DptPayment): string {
  const isFirst = trail.every((step) => step.status === status || step.status === 'detected');
  return isFirst && status === 'credited' ? 'credited when it came; it was never held' : `${status} already`;
}

async function holdFrom(deps: Dependencies, name: string, text: string, reason: string): Promise<string> {
  const network = COIN_NETWORKS.find((known) => known === name);
  if (!network) throw new CommandError(`NETWORK is one of ${COIN_NETWORKS.join(', ')}`);
  const address = canonicalAddress(network, text);
  if (address === undefined) throw new CommandError(`ADDRESS is an address of ${network}`);
  await listSender(deps.store, { network, address, reason, listedAt: deps.now() });
  return `what comes from ${address} on ${network} is held from now on`;
}

if (import.meta.main) await runCommand(HELP, paymentsCommand);
