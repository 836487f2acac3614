import type { Books } from '../../../shared/audit/books.ts';
import { wholeOf } from '../../../shared/ledger/accounts.ts';
import type { Item } from '../../../shared/store/item.ts';
import type { Simulation } from '../simulation.ts';
import { DEPOSITS } from '../world.ts';
import { coinsOf } from './coins.ts';
import { minor, taken, told } from './taken.ts';

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

/** What each merchant has is what it paid in, less what the world outside knows to have been taken of it. */
export function moneyIsThere(simulation: Simulation, books: Books, cards: readonly Item[]): void {
  const owners = new Map(cards.map(({ pk, userNo }) => [String(pk), String(userNo)]));
  const [has, expected] = [kept(books, owners), paidIn(simulation)];
  takeWhatOrdersCost(expected, books);
  takeExchanges(expected, simulation);
  takeTransactions(expected, simulation, owners);
  for (const name of new Set([...has.names(), ...expected.names()])) {
    if (has.of(name) !== expected.of(name))
      simulation.violate(`${name} has ${has.of(name)}, it should have ${expected.of(name)}`);
  }
}

/** All that is on the accounts of merchants, their cards and groups. */
function kept({ balances }: Books, owners: ReadonlyMap<string, string>): Sums {
  const sums = new Sums();
  for (const { account, available, frozen } of balances.values()) {
    const [owner = '', name = ''] = wholeOf(account).split(':');
    const userNo = owner.startsWith('merchant/') ? owner.slice('merchant/'.length) : owners.get(owner);
    sums.add(userNo, name.slice(name.lastIndexOf('/') + 1), available + frozen);
  }
  return sums;
}

function paidIn(simulation: Simulation): Sums {
  const { merchants, operator } = simulation;
  const sums = new Sums();
  for (const { known } of merchants.endpoints)
    for (const [currency, amount] of Object.entries(DEPOSITS))
      sums.add(known.merchant.userNo, currency, amount);
  for (const { userNo, amount } of operator.paidIn) sums.add(userNo, 'USD', BigInt(amount));
  for (const { userNo, amount } of coinsOf(simulation)) sums.add(userNo, 'USDT', amount);
  return sums;
}

function takeWhatOrdersCost(sums: Sums, { orders }: Books): void {
  for (const { userNo, currency, fee, status } of orders)
    if (status === 'success') sums.add(userNo, currency, -fee);
}

function takeExchanges(sums: Sums, { merchants }: Simulation): void {
  for (const { userNo, answer, deed } of merchants.requests) {
    if (!answer || deed.wish !== 'exchange') continue;
    const { sellAmount, buyAmount, fee } = answer.result;
    sums.add(userNo, 'USD', -minor(sellAmount) - minor(fee));
    sums.add(userNo, 'EUR', minor(buyAmount));
  }
}

/** Clearings, refunds and fees that were acknowledged, each once, whatever became of their authorization. */
function takeTransactions(sums: Sums, simulation: Simulation, owners: ReadonlyMap<string, string>): void {
  for (const { type, cardId, content } of told(simulation)) {
    const userNo = owners.get(`card/${cardId}`);
    if (type === 'trade_fee') sums.add(userNo, 'USD', -minor(content['realFee']));
  }
  for (const { cardId, amount } of taken(simulation)) sums.add(owners.get(`card/${cardId}`), 'USD', -amount);
}

/** A quote is good for one exchange. */
export function quotesAreUsedOnce(simulation: Simulation): void {
  for (const uses of simulation.merchants.usesOfQuotes)
    if (uses > 1) simulation.violate(`a quote was used for ${uses} exchanges`);
}
