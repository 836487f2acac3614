import type { OperationName } from '../../../shared/wire/contract/catalogue.ts';
import { catalogue } from '../../../shared/wire/contract/catalogue.ts';
import { methodNames } from '../../../shared/wire/contract/method-names.ts';
import { tagOf } from '../tags.ts';

type MethodGroup = (typeof methodNames)[OperationName] extends `${infer Group}.${string}` ? Group : never;

/** The tags of the clear view in the order of its pages, with what each is about. */
export const clearTags = {
  Products:
    'What a card can be: the BIN ranges in which a merchant may open cards, and the purposes of cards.',
  Cards: 'Open, fund, change and cancel cards.',
  'Shared cards': 'Groups: pools of money that several supplementary cards spend.',
  'Physical cards': 'Assign a card from stock, activate it, set its PIN.',
  Cardholders: 'The people whose names are on cards.',
  Orders: 'What became of openings, recharges, refunds and cancellations.',
  Transactions: 'What cards were used for.',
  Accounts: 'The balances that fund cards: statements, exchange, conversion of coins.',
  Coins: 'Digital payment tokens: receive and send USDT and USDC.',
  Notifications: 'What the platform tells a merchant, until it answers `SUCCESS`.',
} as const satisfies Record<string, string>;

type ClearTag = keyof typeof clearTags;

const TAG_OF_GROUP: Readonly<Record<MethodGroup, ClearTag>> = {
  accounts: 'Accounts',
  bins: 'Products',
  cards: 'Cards',
  dpt: 'Coins',
  groups: 'Shared cards',
  holders: 'Cardholders',
  orders: 'Orders',
  scenes: 'Products',
  transactions: 'Transactions',
};

/** Returns the tag of an operation in the clear view. */
export function clearTagOf(name: OperationName): ClearTag {
  if (tagOf(catalogue[name]) === 'pcc') return 'Physical cards';
  return TAG_OF_GROUP[methodNames[name].slice(0, methodNames[name].indexOf('.')) as MethodGroup];
}
