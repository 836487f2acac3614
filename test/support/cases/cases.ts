import { accountCases } from './account.ts';
import { cardholderCases } from './cardholders.ts';
import { cardCases } from './cards.ts';
import type { Cases } from './case.ts';
import { dptCases } from './dpt.ts';
import { pccCases } from './pcc.ts';
import { transactionCases } from './transactions.ts';

/** How every operation is shown to work. */
export const cases: Cases = {
  ...accountCases,
  ...cardCases,
  ...transactionCases,
  ...cardholderCases,
  ...pccCases,
  ...dptCases,
};
