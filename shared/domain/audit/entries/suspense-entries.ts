import type { InboundMessage } from '../../inbox/inbound-message.ts';
import { EMBEDDED } from '../../issuer-name.ts';
import {
  type Account,
  networkAccount,
  suspenseAccount,
  upstreamAccount,
  writeOffAccount,
} from '../../money/ledger/account.ts';
import type { SuspendedMoney } from '../../money/suspense/suspended-money.ts';
import { type EntryFamily, type ExpectedEntry, matchedToRecords, postingsBetween } from './entry-family.ts';

/** Settled money that could not be attributed, and where it went from the suspense account. */
export const suspenseEntries: EntryFamily = {
  name: 'suspense',
  causes: /^suspense\/.+$/,
  differences: matchedToRecords(({ messages }) =>
    messages.flatMap((message) => {
      const { suspended } = message;
      return suspended ? entriesOf(message, suspended) : [];
    }),
  ),
};

function entriesOf(message: InboundMessage, { cause, currency, amount }: SuspendedMoney): ExpectedEntry[] {
  const waiting: Account = suspenseAccount(currency);
  const between = (from: Account, to: Account) =>
    postingsBetween([from, 'available'], [to, 'available'], amount);
  const settling = settlingOf(message, currency);
  const came = { cause, postings: between(settling, waiting) };
  const written = { cause: `${cause}/written-off`, postings: between(waiting, writeOffAccount(currency)) };
  const released = { cause: `${cause}/released`, postings: between(waiting, settling) };
  if (message.status === 'suspended') return [came];
  return [came, message.resolution?.kind === 'written-off' ? written : released];
}

/** The contra account of the settlement. */
const settlingOf = ({ sender: { issuer } }: InboundMessage, currency: string): Account =>
  issuer === EMBEDDED ? networkAccount(currency) : upstreamAccount(issuer, currency);
