import { TransferConfirmedAnother } from '../contract/errors.ts';
import type { Item } from '../store/item.ts';
import { absent, type Write } from '../store/write.ts';
import type { Withdrawal } from './order.ts';
import type { TransferId } from './payment-record.ts';

/** Stands for the whole chain transaction where no log index was told: then it has one transfer. */
const WHOLE = 'whole';

/** The key of what a chain transaction confirmed. */
export const outgoingKey = ({ network }: Pick<Withdrawal, 'network'>, txId: string) => ({
  pk: `outgoing/${network}/${txId}`,
  sk: 'transfers',
});

const placeOf = ({ logIndex }: TransferId): string => (logIndex === undefined ? WHOLE : `log${logIndex}`);

/** Which withdrawal the transfer confirmed, by the item of its chain transaction. */
export const confirmedBy = (item: Item | undefined, transfer: TransferId): unknown =>
  item?.[placeOf(transfer)];

/**
 * Takes the transfer for this withdrawal, so that it confirms no other. One without a log index is the only one of its chain
 * transaction: whether one with an index is another of it nobody can say.
 */
export function takeTransfer(withdrawal: Withdrawal, transfer: TransferId): Write {
  const key = outgoingKey(withdrawal, transfer.txId);
  const taken = { [placeOf(transfer)]: withdrawal.orderNo };
  const otherwise = () => new TransferConfirmedAnother();
  return transfer.logIndex === undefined
    ? { kind: 'put', table: 'dpt', item: { ...key, ...taken }, otherwise }
    : {
        kind: 'update',
        table: 'dpt',
        key,
        set: taken,
        when: [absent(WHOLE), absent(placeOf(transfer))],
        otherwise,
      };
}
