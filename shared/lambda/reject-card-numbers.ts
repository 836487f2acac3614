import type { Dependencies } from '../domain/dependencies.ts';
import { rejectCardNumbers } from '../runtime/card-number/detect-card-numbers.ts';
import { isMutation, type Operation } from '../wire/contract/operations/operation.ts';
import type { Invocation } from './session.ts';

/** Refuses a change whose texts hold the number of a card of ours: they are kept and shown. */
export const rejectCardNumbersInTexts = ({ store }: Dependencies, entry: Operation) => ({
  before: async ({ internal }: Invocation): Promise<void> => {
    if (isMutation(entry)) await rejectCardNumbers(store, internal.content ?? {});
  },
});
