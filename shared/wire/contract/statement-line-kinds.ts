/** The kinds of statement lines and what each means. */
export const statementLineKinds = {
  deposit: 'money that was paid in',
  payout: 'money that was paid out',
  opening: 'a card or a group that was applied for',
  recharge: 'a recharge of a card or a group',
  refund: 'money back from a card or a group',
  closing: 'what was on a cancelled card',
  exchange: 'one currency changed into another',
  transfer: 'coins changed into money of a card account',
  fee: 'a fee',
  transaction: 'a card transaction',
  acquiring: 'coins that arrived',
  withdrawal: 'coins that were sent',
  correction: 'what sets an earlier line right',
  suspense: 'money that cannot be placed yet',
  levelling: 'money moved between the parts of one account',
  other: 'anything else',
} as const;

/** The kind of a statement line. */
export type StatementLineKind = keyof typeof statementLineKinds;
