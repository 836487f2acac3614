import { pascalCase } from '../../infra/openapi/names.ts';
import type { OperationName } from '../../shared/wire/contract/catalogue.ts';
import type { Field, NameInner, ObjectType } from './fields.ts';

/** What the result of an operation is, or a row of it. The others are called by their operation. */
const NAMES: Readonly<Partial<Record<OperationName, string>>> = {
  accountBalance: 'Balance',
  accountStatement: 'StatementLine',
  accountTransfer: 'Transfer',
  accountExchange: 'Exchange',
  accountExchangeRate: 'Quote',
  scene: 'Scene',
  cardBin: 'BinRange',
  cardApply: 'AcceptedOrder',
  cardInfo: 'Card',
  cardModify: 'AcceptedChange',
  cardOperateQuery: 'Order',
  cardPage: 'CardSummary',
  transactionQuery: 'CardTransaction',
  groupInfo: 'Group',
  groupPage: 'Group',
  dptAcquire: 'AcquiringOrder',
  dptWithdraw: 'Withdrawal',
  dptOrderQuery: 'DptOrder',
  cardholderInfo: 'Cardholder',
  cardAssign: 'AssignedCard',
};

/** Returns the name of an operation's result or of its rows. */
export const contentTypeName = (operation: OperationName, part: 'result' | 'row'): string =>
  NAMES[operation] ?? pascalCase(`${operation}_${part}`);

/** Names objects, the same for the same fields, and collects them. */
export class TypeNames {
  readonly #byFields = new Map<string, ObjectType>();

  /** Every named object, inner ones first. */
  get types(): ObjectType[] {
    return [...this.#byFields.values()];
  }

  /**
   * Returns the object with these fields, under the name that it got first.
   *
   * @throws RangeError when objects with different fields would have the same name
   */
  name(name: string, fields: readonly Field[]): ObjectType {
    const key = JSON.stringify(fields);
    const known = this.#byFields.get(key);
    if (known) return known;
    if (this.types.some((type) => type.name === name))
      throw new RangeError(`two kinds of objects would be called ${name}`);
    const type = { kind: 'object', name, fields } as const;
    this.#byFields.set(key, type);
    return type;
  }

  readonly nameInner: NameInner = (hint, fields) => this.name(pascalCase(hint), fields);
}
