import { accountCases } from './account.ts';
import { cardholderCases } from './cardholders.ts';
import { cardCases } from './cards.ts';
import type { Cases } from './case.ts';
import { dptCases } from './dpt.ts';
import { pccCases } from './pcc.ts';
import { transactionCases } from './transactions.ts';

/** The cases of all operations. */
export const cases: Cases = {
  ...accountCases,
  ...cardCases,
  ...transactionCases,
  ...cardholderCases,
  ...pccCases,
  ...dptCases,
};
