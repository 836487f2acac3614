import type { Message } from '../../inbox/message.ts';
import { EMBEDDED } from '../../issuer/issuer-name.ts';
import {
  type Account,
  networkAccount,
  suspenseAccount,
  upstreamAccount,
  writeOffAccount,
} from '../../ledger/accounts.ts';
import type { SuspendedMoney } from '../../suspense/money.ts';
import { type Expected, type Family, moved, tied } from './family.ts';

/** Money that was settled and could not be placed, and where it went from the suspense account. */
export const suspense: Family = {
  name: 'suspense',
  causes: /^suspense\/.+$/,
  differences: tied(({ messages }) =>
    messages.flatMap((message) => {
      const { suspended } = message;
      return suspended ? entriesOf(message, suspended) : [];
    }),
  ),
};

function entriesOf(message: Message, { cause, currency, amount }: SuspendedMoney): Expected[] {
  const waiting: Account = suspenseAccount(currency);
  const between = (from: Account, to: Account) => moved([from, 'available'], [to, 'available'], amount);
  const settling = settlingOf(message, currency);
  const came = { cause, postings: between(settling, waiting) };
  const written = { cause: `${cause}/written-off`, postings: between(waiting, writeOffAccount(currency)) };
  const released = { cause: `${cause}/released`, postings: between(waiting, settling) };
  if (message.status === 'suspended') return [came];
  return [came, message.resolution?.kind === 'written-off' ? written : released];
}

/** Who settled with the network. */
const settlingOf = ({ teller: { issuer } }: Message, currency: string): Account =>
  issuer === EMBEDDED ? networkAccount(currency) : upstreamAccount(issuer, currency);
