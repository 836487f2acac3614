import { DEMO_WALLETS } from '../../infra/ops/demo-wallets.ts';
import type { NotificationContent, ReceivedContent } from '../../shared/contract/notifications.ts';
import { saveWallet } from '../../shared/dpt/wallet.ts';
import type { Store } from '../../shared/store/store.ts';

/** What a chain watcher tells, as its schema checked it. */
export type Bill = ReceivedContent<'dpt_payment_bill'>;
export type SentBill = NotificationContent<'dpt_payment_bill'>;

let transactions = 0;

/** The hash of a transaction that no other test of this file has. */
export function newTxId(): string {
  transactions += 1;
  return `${process.pid}`.padStart(8, '0') + String(transactions).padStart(56, '0');
}

interface PaidOrder {
  readonly orderNo: string;
  readonly address: string;
}

const transfer = ({ orderNo, address }: PaidOrder) => ({
  txId: newTxId(),
  fromAddress: 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8',
  toAddress: address,
  serialNumber: orderNo,
  orderNo,
  transactionTime: '2026-03-01T10:00:00.000+08:00',
});

/** A payment of this many coins to an order's address, all of which our upstream credited; checked. */
export const paymentBill = (order: PaidOrder, coins: string, changes: Partial<Bill> = {}): Bill => ({
  ...transfer(order),
  paymentAmount: coins,
  factAmount: coins,
  fee: '0',
  ...changes,
});

/** The same as a chain watcher sends it. */
export const sentBill = (order: PaidOrder, coins: number, changes: Partial<SentBill> = {}): SentBill => ({
  ...transfer(order),
  paymentAmount: coins,
  factAmount: coins,
  fee: 0,
  ...changes,
});

/** Opens TRC20 and ERC20 with the demo's wallets; BEP20 stays closed. */
export async function openNetworks(store: Store): Promise<void> {
  for (const wallet of DEMO_WALLETS) await saveWallet(store, wallet);
}
