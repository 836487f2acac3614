import type { Item } from '../../runtime/store/item.ts';
import { absent, type Write } from '../../runtime/store/write.ts';
import { TransferConfirmedAnother } from '../../wire/errors.ts';
import type { Withdrawal } from './dpt-order.ts';
import type { TransferId } from './payment.ts';

/** Stands for the whole chain transaction where no log index was told: then it has one transfer. */
const WHOLE_TRANSACTION = 'whole';

/** The key of what a chain transaction confirmed. */
export const outgoingTransferKey = ({ network }: Pick<Withdrawal, 'network'>, txId: string) => ({
  pk: `outgoing/${network}/${txId}`,
  sk: 'transfers',
});

const transferAttribute = ({ logIndex }: TransferId): string =>
  logIndex === undefined ? WHOLE_TRANSACTION : `log${logIndex}`;

/** Which withdrawal the transfer confirmed, by the item of its chain transaction. */
export const confirmedWithdrawal = (item: Item | undefined, transfer: TransferId): unknown =>
  item?.[transferAttribute(transfer)];

/**
 * Takes the transfer for this withdrawal, so that it confirms no other. One without a log index is the only one of its chain
 * transaction: whether one with an index is another of it nobody can say.
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
