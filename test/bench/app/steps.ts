import type { TableName } from '../../../shared/runtime/store/tables.ts';
import { type Call, kindOf, type Written } from '../cost/call.ts';
import type { Item } from '../cost/item.ts';

/** An item to be written again, of the size and with the attributes for indexes that it had. */
export interface StepItem {
  readonly table: TableName;
  readonly image: Item;
  /** The order brought it about. What stood there before, as a balance does, is one for each client. */
  readonly isNew: boolean;
}

/** One request to DynamoDB that an order needs: a transaction, or the write of a single item. */
export interface Step {
  readonly isTransaction: boolean;
  readonly items: readonly StepItem[];
  /** With it the order is accepted. */
  readonly accepts: boolean;
}

/** All that was written for an order, request by request; what was read does not count. */
export function stepsOf(calls: readonly Call[]): Step[] {
  const made = new Set<string>();
  const stepOf = ({ action, written }: Call): Step => ({
    isTransaction: action === 'TransactWriteItems',
    items: written.map((one) => itemOf(one, made)),
    accepts: written.some((one) => one.how === 'put' && kindOf(one) === 'orders order'),
  });
  return calls.filter(({ written }) => written.length > 0).map(stepOf);
}

/** `made` holds what the order brought about so far. */
function itemOf({ table, key, how, before, after }: Written, made: Set<string>): StepItem {
  // A check writes nothing: as something to write again it would be more than it was.
  if (how === 'check' || !after) throw new Error(`a ${how} in ${table} cannot be replayed`);
  const index = `${table} ${JSON.stringify(key)}`;
  if (!before) made.add(index);
  return { table, image: after, isNew: made.has(index) };
}

/** The steps until the order is accepted, that one included. */
export function acceptance(steps: readonly Step[]): readonly Step[] {
  const last = steps.findIndex(({ accepts }) => accepts);
  if (last < 0) throw new Error('no order is accepted');
  return steps.slice(0, last + 1);
}

const CLIENT_DIGITS = 2;
const ORDER_DIGITS = 6;

/** The item as it is written for the n-th order of a client: under a key of its own, and of the same size. */
export function imageFor({ image, isNew }: StepItem, client: number, nth: number): Item {
  const { pk } = image;
  if (!(pk && 'S' in pk)) throw new Error('an item without a key');
  const digits = (value: number, count: number) => String(value).padStart(count, '0');
  const name = digits(client, CLIENT_DIGITS) + digits(isNew ? nth : 0, ORDER_DIGITS);
  return { ...image, pk: { S: name + pk.S.slice(name.length) } };
}
