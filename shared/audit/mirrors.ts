import { type Account, currencyOf, upstreamCardsAccount } from '../ledger/accounts.ts';
import type { Books } from './books.ts';
import type { Check } from './check.ts';

/** What the journal says is on cards and in pools at platforms below, and what those cards and pools hold here. */
export function mirrorsEqualCards(books: Books, platform: ReadonlyMap<Account, bigint>): Check {
  const held = new Map<Account, bigint>();
  for (const [account, { available, frozen }] of books.balances) {
    const issuer = books.below.get(account.split(':')[0] ?? '');
    if (issuer === undefined) continue;
    const mirror = upstreamCardsAccount(issuer, currencyOf(account));
    held.set(mirror, (held.get(mirror) ?? 0n) + available + frozen);
  }
  const journal = new Map(
    [...platform].filter(([account]) => account.startsWith('platform:upstream-cards/')),
  );
  const accounts = new Set([...held.keys(), ...journal.keys()]);
  const differences = [...accounts].flatMap((account) => {
    const [kept, mirrored] = [held.get(account) ?? 0n, -(journal.get(account) ?? 0n)];
    return kept === mirrored ? [] : [`${account}: mirrors ${mirrored}, the cards hold ${kept}`];
  });
  return { name: 'what is on cards below is mirrored', examined: accounts.size, differences };
}
