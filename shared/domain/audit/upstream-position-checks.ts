import { type Account, currencyOf, upstreamCardsAccount } from '../money/ledger/account.ts';
import type { CheckResult } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** Checks that the journal's positions at external issuers equal the balances of the cards and pools there. */
export function upstreamPositionsEqualBalances(
  snapshot: AuditSnapshot,
  platformTotals: ReadonlyMap<Account, bigint>,
): CheckResult {
  const held = new Map<Account, bigint>();
  for (const [account, { available, frozen }] of snapshot.balances) {
    const issuer = snapshot.issuerByOwner.get(account.split(':')[0] ?? '');
    if (issuer === undefined) continue;
    const position = upstreamCardsAccount(issuer, currencyOf(account));
    held.set(position, (held.get(position) ?? 0n) + available + frozen);
  }
  const journal = new Map(
    [...platformTotals].filter(([account]) => account.startsWith('platform:upstream-cards/')),
  );
  const accounts = new Set([...held.keys(), ...journal.keys()]);
  const differences = [...accounts].flatMap((account) => {
    const [balance, position] = [held.get(account) ?? 0n, -(journal.get(account) ?? 0n)];
    return balance === position ? [] : [`${account}: position ${position}, the cards hold ${balance}`];
  });
  return {
    name: 'positions at external issuers equal the cards there',
    examined: accounts.size,
    differences,
  };
}
