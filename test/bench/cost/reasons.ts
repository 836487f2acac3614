import { kindOf, type Written } from './call.ts';

/** Why an order cannot do without writing it, by what is written and how. */
const REASONS: Readonly<Record<string, string>> = {
  'limits bucket, put': 'the merchant keeps to its request limit',
  'limits bucket, update': 'the merchant keeps to its request limit',
  'orders request, update': 'its number is answered once',
  'orders order, put': 'the order, pending',
  'orders order, update': 'its outcome, once',
  'ledger entry, put': 'the journal',
  'ledger merchant balance, update': 'funds that suffice are frozen, or leave',
  'ledger card balance, update': 'the card has them',
  'ledger group balance, update': 'the pool has them',
  'statements merchant line, put': 'a line of the account’s statement',
  'statements card line, put': 'a line of the card’s statement',
  'statements group line, put': 'a line of the pool’s statement',
  'statements platform~ line, put': 'a line of what the platform earns',
  'cards group, update': 'how many cards it has',
  'cards card, put': 'the card',
  'cards card, update': 'what became of it',
  'cards listing, update': 'its place among the merchant’s',
  'vault card, put': 'its number, sealed',
  'vault number, put': 'no other card has the number',
  'notifications notification, put': 'what is told',
  'notifications notification, update': 'the attempt is taken, or has succeeded',
  'notifications endpoint, put': 'the endpoint bears this attempt',
  'notifications endpoint, update': 'the endpoint bears this attempt, or how it did',
};

/** Why it is written; throws for what nobody has given a reason for. */
export function reasonFor(written: Written): string {
  // The lines of one account of the platform are spread over partitions.
  const what = `${kindOf(written).replace(/platform(~\d+)?:\S+/, 'platform~')}, ${written.how}`;
  const reason = REASONS[what];
  if (!reason) throw new Error(`why is this written: ${what}?`);
  return reason;
}
