import { formatMoney, parseAmount, toMinor } from '../../shared/wire/money/amount.ts';
import { DemoFailed } from './demo-failed.ts';

/** Converts an amount on the wire, in major units, to minor units. `field` is its name. */
export function minorFromWire(amount: number, currency: string, field: string): bigint {
  const decimal = parseAmount(amount);
  if (decimal === undefined) throw new DemoFailed(`${field} is ${amount}, which is not an amount`);
  return toMinor(decimal, currency, field);
}

/** The expected balance: the one before, and each movement since. In minor units of one currency. */
export class ExpectedBalance {
  readonly currency: string;
  readonly before: bigint;
  readonly #movements: { readonly what: string; readonly amount: bigint }[] = [];

  constructor(currency: string, before: bigint) {
    this.currency = currency;
    this.before = before;
  }

  add(what: string, amount: bigint): void {
    this.#movements.push({ what, amount });
  }

  subtract(what: string, amount: bigint): void {
    this.add(what, -amount);
  }

  get balance(): bigint {
    return this.#movements.reduce((sum, { amount }) => sum + amount, this.before);
  }

  /** The sum with a line for each movement, in columns. */
  lines(): string[] {
    const rows: [sign: string, what: string, amount: bigint][] = [
      [' ', 'balance before', this.before],
      ...this.#movements.map(({ what, amount }): [string, string, bigint] =>
        amount < 0n ? ['−', what, -amount] : ['+', what, amount],
      ),
      ['=', 'balance expected', this.balance],
    ];
    const amounts = rows.map(([, , amount]) => formatMoney(amount, this.currency));
    const widest = Math.max(...amounts.map(({ length }) => length));
    return rows.map(([sign, what], row) => `${sign} ${what.padEnd(32)}${amounts[row]?.padStart(widest)}`);
  }
}
