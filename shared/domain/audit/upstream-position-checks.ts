import { type Account, currencyOf, upstreamCardsAccount } from '../money/ledger/account.ts';
import type { CheckResult } from './check.ts';
import type { AuditSnapshot } from './snapshot.ts';

/** What the journal says is on cards and in pools at platforms below, and what those cards and pools hold here. */
export function upstreamPositionsEqualBalances(
  snapshot: AuditSnapshot,
  platform: ReadonlyMap<Account, bigint>,
): CheckResult {
  const held = new Map<Account, bigint>();
  for (const [account, { available, frozen }] of snapshot.balances) {
    const issuer = snapshot.issuerByOwner.get(account.split(':')[0] ?? '');
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
