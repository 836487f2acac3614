import type { Operation } from '../../shared/wire/contract/operations/operation.ts';

/** The tags of operations: the first part of the names of their functions. */
export type OperationTag = Operation['function'] extends `${infer Tag}/${string}` ? Tag : never;

/** All tags with their descriptions. */
export const tags: Readonly<Record<OperationTag | 'webhook' | 'network' | 'notification', string>> = {
  account: "The merchant's accounts: balances, transfers, exchange.",
  vcc: 'Virtual cards, shared groups, cardholders and their transactions.',
  pcc: 'Physical cards: assignment, activation, PIN.',
  dpt: 'Digital payment tokens: incoming and outgoing coins.',
  notification: 'Notifications that the platform sends to merchants until they respond SUCCESS.',
  webhook: 'Webhooks from processors, 3-D Secure servers, personalisation bureaus and chain watchers.',
  network: 'Operations for card networks.',
};

/** Returns the tag of an operation: `vcc` for the function `vcc/card-apply`. */
export const tagOf = ({ function: name }: { readonly function: string }): string =>
  name.slice(0, name.indexOf('/'));
