import type { Item } from '../../runtime/store/item.ts';
import { absent, type Write } from '../../runtime/store/write.ts';
import { TransferConfirmedAnother } from '../../wire/errors.ts';
import type { Withdrawal } from './dpt-order.ts';
import type { TransferId } from './payment.ts';

/** Stands for the whole chain transaction if no log index was reported: it has one transfer then. */
const WHOLE_TRANSACTION = 'whole';

/** The key of the item that stores what a chain transaction confirmed. */
export const outgoingTransferKey = ({ network }: Pick<Withdrawal, 'network'>, txId: string) => ({
  pk: `outgoing/${network}/${txId}`,
  sk: 'transfers',
});

const transferAttribute = ({ logIndex }: TransferId): string =>
  logIndex === undefined ? WHOLE_TRANSACTION : `log${logIndex}`;

/** The number of the withdrawal that the transfer confirmed, from the item of its chain transaction. */
export const confirmedWithdrawal = (item: Item | undefined, transfer: TransferId): unknown =>
  item?.[transferAttribute(transfer)];

/**
 * Claims the transfer for this withdrawal, so that it confirms no other. A transfer without a log index is
 * the only one of its transaction: one with an index may be the same or another.
 *
 * @throws TransferConfirmedAnother from the transaction, when it is claimed already
 */
export function transferClaimWrite(withdrawal: Withdrawal, transfer: TransferId): Write {
  const key = outgoingTransferKey(withdrawal, transfer.txId);
  const claim = { [transferAttribute(transfer)]: withdrawal.orderNo };
  const onConflict = () => new TransferConfirmedAnother();
  return transfer.logIndex === undefined
    ? { kind: 'put', table: 'dpt', item: { ...key, ...claim }, onConflict }
    : {
        kind: 'update',
        table: 'dpt',
        key,
        set: claim,
        when: [absent(WHOLE_TRANSACTION), absent(transferAttribute(transfer))],
        onConflict,
      };
}
