const TIME = 'a time: what happened is tied, not when';
const AT_DECLINE = 'of the moment at which a purchase was declined: nothing moved by it';
const DUE = 'when to look again; that it is due at all is seen';
const RANGE = 'a BIN range is what an operator says';
const NOT_OPENED = 'of an opening that is open or failed: there is no card to hold it against';
const PHYSICAL = 'of a physical card: the terms of its range on the day of its assignment';

/** Numbers and booleans whose changes the audit does not notice, and why. */
export const UNAUDITED_VALUES: Readonly<Record<string, string>> = {
  'ledger entry at': TIME,
  'orders order createdAt': TIME,
  'orders order finishedAt': TIME,
  'orders order dueAt': DUE,
  'orders order cardForm': 'whether a PIN goes with the card: one that is left of a closed card is seen',
  'orders order opening cardForm': NOT_OPENED,
  'orders order opening currencyCheck': NOT_OPENED,
  'orders order opening multiUse': NOT_OPENED,
  'orders order opening minAmount': NOT_OPENED,
  'orders order opening maxAmount': NOT_OPENED,
  'orders order opening validityMonths':
    'how long a card was to be good: its expiry date is drawn by it once',
  'orders change createdAt': TIME,
  'orders change sentAt': TIME,
  'orders change finishedAt': TIME,
  'orders change dueAt': DUE,
  'orders change resendAt': DUE,
  'orders change resends': 'how often it was sent in vain: says only when it is sent again',
  'orders change version': 'an order of changes, not a sum: which of them is open and which the last is seen',
  'orders change requested status': 'of a change that is open: nothing came of it yet',
  'orders request result status': 'how things were when the request was answered',
  'cards bin cardForm': RANGE,
  'cards bin cardType': RANGE,
  'cards bin enabled': RANGE,
  'cards bin needCardholder': RANGE,
  'cards bin rules maxAmount': RANGE,
  'cards bin rules minAmount': RANGE,
  'cards bin rules openFee': RANGE,
  'cards bin rules rechargeFeeRate': RANGE,
  'cards bin validityMonths': RANGE,
  'cards card createdAt': TIME,
  'cards card activationAttempts': 'wrong codes so far: nobody writes them down elsewhere',
  'cards card cardType': PHYSICAL,
  'cards card minAmount': PHYSICAL,
  'cards card maxAmount': PHYSICAL,
  'cards card limit': 'of a supplementary card kept here: what a request asked for is kept as a hash alone',
  'vault card dueAt': DUE,
  'transactions authorization dueAt': DUE,
  'transactions record settledAt': TIME,
  'transactions record decline available': AT_DECLINE,
  'transactions record decline used': AT_DECLINE,
  'dpt order createdAt': TIME,
  'dpt order expiresAt': TIME,
  'dpt order finishedAt': TIME,
  'dpt payment at': TIME,
};

/** Items whose loss the audit does not notice, and why. */
export const UNAUDITED_ITEMS: Readonly<Record<string, string>> = {
  'ledger balance': 'a balance of nothing, which is as good as none',
  'ledger entry':
    'a prefunding: only the platform below knows what was paid in there, which npm run reconcile asks',
  'orders request': 'of a request that ordered nothing: what it did is there without its number',
  'cards bin': RANGE,
  'dpt wallet': 'where coins come in is what an operator says',
  'cardholders email': 'says whose an address is; the audit reads no persons',
  'cardholders mobile': 'says whose a number is; the audit reads no persons',
};
