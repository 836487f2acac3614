import { parseArgs } from 'node:util';
import { NETWORKS } from '../../shared/contract/networks.ts';
import { formatDateTime } from '../../shared/contract/time.ts';
import { canonicalAddress } from '../../shared/dpt/address.ts';
import { dptOrderOf } from '../../shared/dpt/order.ts';
import { decidePayment, type PaymentDecision } from '../../shared/dpt/payment-decision.ts';
import {
  type PaymentRecord,
  paymentFrom,
  paymentsOf,
  transferName,
} from '../../shared/dpt/payment-record.ts';
import { listSender } from '../../shared/dpt/screening.ts';
import type { Platform } from '../../shared/platform/platform.ts';
import { columns } from './columns.ts';
import { CommandRefused, type Operator, runCommand } from './operator.ts';
import { REASON_OPTIONS, reasonOf } from './reason.ts';
import { transferFrom } from './transfer.ts';

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
  const { platform } = operator;
  switch (command) {
    case 'list':
      return list(operator);
    case 'show':
      return show(platform, about);
    case 'release':
      return decided(platform, about, transfer, 'credited', reasonOf(values));
    case 'return':
      return decided(platform, about, transfer, 'returned', reasonOf(values));
    case 'remove':
      return decided(platform, about, transfer, 'removed', reasonOf(values));
    case 'hold-from':
      return holdFrom(platform, about, transfer, reasonOf(values));
    default:
      throw new CommandRefused(
        'the commands are list, show, release, return, remove and hold-from. --help tells them.',
      );
  }
}

async function list({ platform, scan }: Operator): Promise<string> {
  const waiting = (await scan('dpt'))
    .filter(
      ({ sk, status }) =>
        String(sk).startsWith('payment/') && ['held', 'detected', 'doubtful'].includes(String(status)),
    )
    .map(paymentFrom)
    .sort((one, other) => one.at - other.at);
  return rows(platform, waiting);
}

async function show(platform: Platform, orderNo: string): Promise<string> {
  const { kind } = await dptOrderOf(platform.store, orderNo);
  if (kind !== 'acquiring') throw new CommandRefused(`order ${orderNo} is a ${kind}: nothing is paid to it`);
  return rows(platform, await paymentsOf(platform.store, orderNo));
}

function rows({ utcOffset }: Platform, payments: readonly PaymentRecord[]): string {
  if (payments.length === 0) return 'there are none';
  const head = ['order', 'transfer', 'told', 'status', 'amount', 'from', 'reason'];
  const lines = payments.map((payment) => [
    payment.orderNo,
    transferName(payment.bill),
    formatDateTime(payment.at, utcOffset),
    payment.status,
    payment.bill.paymentAmount,
    payment.bill.fromAddress,
    payment.reason ?? '-',
  ]);
  return columns([head, ...lines]);
}

async function decided(
  platform: Platform,
  orderNo: string,
  transfer: string,
  status: PaymentDecision['status'],
  reason: string,
): Promise<string> {
  const { payment, isNew } = await decidePayment(platform, {
    orderNo,
    transfer: transferFrom(transfer),
    status,
    reason,
  });
  return `${transferName(payment.bill)}: ${isNew ? payment.status : standing(payment)}`;
}

/** How a payment came to be what the operator wants it to be. */
function standing({ status, trail }: PaymentRecord): string {
  const isFirst = trail.every((step) => step.status === status || step.status === 'detected');
  return isFirst && status === 'credited' ? 'credited when it came; it was never held' : `${status} already`;
}

async function holdFrom(platform: Platform, name: string, text: string, reason: string): Promise<string> {
  const network = NETWORKS.find((known) => known === name);
  if (!network) throw new CommandRefused(`NETWORK is one of ${NETWORKS.join(', ')}`);
  const address = canonicalAddress(network, text);
  if (address === undefined) throw new CommandRefused(`ADDRESS is an address of ${network}`);
  await listSender(platform.store, { network, address, reason, listedAt: platform.now() });
  return `what comes from ${address} on ${network} is held from now on`;
}

if (import.meta.main) await runCommand(HELP, paymentsCommand);
