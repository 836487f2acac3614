/** The kinds of statement lines and what each means. */
export const statementLineKinds = {
  deposit: 'money paid in',
  payout: 'money paid out',
  opening: 'the opening of a card or group',
  recharge: 'a recharge of a card or group',
  refund: 'a refund from a card or group',
  closing: 'the balance of a cancelled card',
  exchange: 'a currency exchange',
  transfer: 'coins converted into money on a card account',
  fee: 'a fee',
  transaction: 'a card transaction',
  acquiring: 'coins received',
  withdrawal: 'coins sent',
  correction: 'the correction of an earlier line',
  suspense: 'money that cannot be assigned yet',
  rebalance: 'a transfer between the shards of one account',
  other: 'anything else',
} as const;

/** The kind of a statement line. */
export type StatementLineKind = keyof typeof statementLineKinds;
