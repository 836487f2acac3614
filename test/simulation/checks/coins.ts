import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import type { Simulation } from '../simulation.ts';

/** The acquiring fee, in percent. */
const RATE = 1n;

/** Returns each merchant's share of the coins that stayed on the chain, in millionths. */
export function creditedCoins({
  chainWatcher,
}: Simulation): { readonly userNo: string; readonly amount: bigint }[] {
  return chainWatcher.paid.map(({ userNo, amount }) => {
    const paid = BigInt(amount);
    return { userNo, amount: paid - (paid * RATE + 99n) / 100n };
  });
}

/** Each merchant's payment notifications add up to its actual balance. */
export function coinNotificationsAddUp(simulation: Simulation, { notifications }: AuditSnapshot): void {
  const sums = new Map<string, bigint>();
  const add = (userNo: string, amount: bigint) => sums.set(userNo, (sums.get(userNo) ?? 0n) + amount);
  for (const { userNo, amount } of creditedCoins(simulation)) add(userNo, -amount);
  for (const { type, userNo, content } of notifications)
    if (type === 'dpt_payment_bill')
      add(userNo, BigInt(Math.round(Number(JSON.parse(content).factAmount) * 1e6)));
  for (const [userNo, difference] of sums)
    if (difference !== 0n)
      simulation.violate(`by the coin notifications of ${userNo}, it has ${difference} too much`);
}
