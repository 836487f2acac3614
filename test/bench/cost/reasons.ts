import { kindOf, type Written } from './call.ts';

/** Why an order needs the write, by item and kind of write. */
const REASONS: Readonly<Record<string, string>> = {
  'limits bucket, put': 'the merchant keeps to its request limit',
  'limits bucket, update': 'the merchant keeps to its request limit',
  'orders request, update': 'a request number is used once',
  'orders order, put': 'the order, final or pending',
  'orders order, update': 'its outcome, once',
  'ledger entry, put': 'the journal',
  'ledger merchant balance, update': 'available funds are frozen or spent',
  'ledger card balance, update': 'the card’s balance',
  'ledger group balance, update': 'the pool’s balance',
  'statements merchant line, put': 'a line of the account’s statement',
  'statements card line, put': 'a line of the card’s statement',
  'statements group line, put': 'a line of the pool’s statement',
  'statements platform~ line, put': 'a line of what the platform earns',
  'cards group, update': 'the number of its cards',
  'cards card, put': 'the card',
  'cards card, update': 'its new state',
  'cards listing, update': 'its position in the merchant’s list',
  'vault card, put': 'its card number, encrypted',
  'vault number, put': 'the card number is unique',
  'notifications notification, put': 'the notification, pending',
  'notifications notification, update': 'an attempt begins or succeeds',
  'notifications endpoint, put': 'the endpoint’s attempts in progress',
  'notifications endpoint, update': 'the endpoint’s attempts in progress, and their results',
};

/** Returns why an item is written. Throws if no reason is given. */
export function reasonFor(written: Written): string {
  // The statement lines of one platform account are spread over partitions.
  const what = `${kindOf(written).replace(/platform(~\d+)?:\S+/, 'platform~')}, ${written.kind}`;
  const reason = REASONS[what];
  if (!reason) throw new Error(`no reason is given for the write: ${what}`);
  return reason;
}
