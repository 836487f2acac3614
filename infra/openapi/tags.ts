import type { Operation } from '../../shared/wire/contract/operations/operation.ts';

/** The rooms that operations are grouped by: the first part of their function. */
export type OperationTag = Operation['function'] extends `${infer Room}/${string}` ? Room : never;

/** Every group of the reference with what belongs to it. */
export const tags: Readonly<Record<OperationTag | 'webhook' | 'network' | 'notification', string>> = {
  account: "The merchant's accounts: balances, transfers, exchange.",
  vcc: 'Virtual cards, shared groups, cardholders and their transactions.',
  pcc: 'Physical cards: assignment, activation, PIN.',
  dpt: 'Digital payment tokens: coins that come in and go out.',
  notification: 'What the platform tells merchants, until they answer SUCCESS.',
  webhook: 'What processors, 3-D Secure servers, bureaus and chain watchers tell the platform.',
  network: 'What card networks ask for.',
};

/** The room of a function: `vcc` of `vcc/card-apply`. */
export const tagOf = ({ function: name }: { readonly function: string }): string =>
  name.slice(0, name.indexOf('/'));
