import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import { accountOfShard } from '../../../shared/domain/money/ledger/account.ts';
import type { Item } from '../../../shared/runtime/store/item.ts';
import { DEPOSITS } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';
import { creditedCoins } from './coins.ts';
import { bookedMessages, cardSpending, minorUnits } from './spending.ts';

/** Minor units by merchant and currency. */
class Sums {
  readonly #sums = new Map<string, bigint>();

  add(userNo: string | undefined, currency: string, amount: bigint): void {
    const name = `${userNo}/${currency}`;
    this.#sums.set(name, this.of(name) + amount);
  }

  of(name: string): bigint {
    return this.#sums.get(name) ?? 0n;
  }

  names(): Iterable<string> {
    return this.#sums.keys();
  }
}

/** Each merchant has what it paid in, less what the simulated networks and issuers know to be spent. */
export function merchantMoneyAddsUp(
  simulation: Simulation,
  snapshot: AuditSnapshot,
  cards: readonly Item[],
): void {
  const owners = new Map(cards.map(({ pk, userNo }) => [String(pk), String(userNo)]));
  const [has, expected] = [merchantHoldings(snapshot, owners), depositsAndPayments(simulation)];
  subtractOrderFees(expected, snapshot);
  applyExchanges(expected, simulation);
  applyTransactions(expected, simulation, owners);
  for (const name of new Set([...has.names(), ...expected.names()])) {
    if (has.of(name) !== expected.of(name))
      simulation.violate(`${name} has ${has.of(name)}, it should have ${expected.of(name)}`);
  }
}

/** Returns all money on the accounts of merchants, their cards and groups. */
function merchantHoldings({ balances }: AuditSnapshot, owners: ReadonlyMap<string, string>): Sums {
  const sums = new Sums();
  for (const { account, available, frozen } of balances.values()) {
    const [owner = '', name = ''] = accountOfShard(account).split(':');
    const userNo = owner.startsWith('merchant/') ? owner.slice('merchant/'.length) : owners.get(owner);
    sums.add(userNo, name.slice(name.lastIndexOf('/') + 1), available + frozen);
  }
  return sums;
}

function depositsAndPayments(simulation: Simulation): Sums {
  const { merchants, operator } = simulation;
  const sums = new Sums();
  for (const { owner } of merchants.endpoints)
    for (const [currency, amount] of Object.entries(DEPOSITS))
      sums.add(owner.merchant.userNo, currency, amount);
  for (const { userNo, amount } of operator.paidIn) sums.add(userNo, 'USD', BigInt(amount));
  for (const { userNo, amount } of creditedCoins(simulation)) sums.add(userNo, 'USDT', amount);
  return sums;
}

function subtractOrderFees(sums: Sums, { orders }: AuditSnapshot): void {
  for (const { userNo, currency, fee, status } of orders)
    if (status === 'success') sums.add(userNo, currency, -fee);
}

function applyExchanges(sums: Sums, { merchants }: Simulation): void {
  for (const { userNo, response, action } of merchants.requests) {
    if (!response || action.intent !== 'exchange') continue;
    const { sellAmount, buyAmount, fee } = response.result;
    sums.add(userNo, 'USD', -minorUnits(sellAmount) - minorUnits(fee));
    sums.add(userNo, 'EUR', minorUnits(buyAmount));
  }
}

/** Applies acknowledged clearings, refunds and fees, each once, whatever happened to their authorization. */
function applyTransactions(sums: Sums, simulation: Simulation, owners: ReadonlyMap<string, string>): void {
  for (const { type, cardId, content } of bookedMessages(simulation)) {
    const userNo = owners.get(`card/${cardId}`);
    if (type === 'trade_fee') sums.add(userNo, 'USD', -minorUnits(content['realFee']));
  }
  for (const { cardId, amount } of cardSpending(simulation))
    sums.add(owners.get(`card/${cardId}`), 'USD', -amount);
}

/** No quote is used for two exchanges. */
export function quotesAreUsedOnce(simulation: Simulation): void {
  for (const uses of simulation.merchants.usesOfQuotes)
    if (uses > 1) simulation.violate(`a quote was used for ${uses} exchanges`);
}
