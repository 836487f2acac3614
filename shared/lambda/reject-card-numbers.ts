import type { Dependencies } from '../domain/dependencies.ts';
import { rejectCardNumbers } from '../runtime/card-number/detect-card-numbers.ts';
import { isMutation, type Operation } from '../wire/contract/operations/operation.ts';
import type { Invocation } from './session.ts';

/**
 * Middleware that rejects a change whose texts contain the number of a card of this platform: texts are stored and
 * shown.
 *
 * @throws ParameterInvalid when a text contains one
 */
export const rejectCardNumbersInTexts = ({ store }: Dependencies, entry: Operation) => ({
  before: async ({ internal }: Invocation): Promise<void> => {
    if (isMutation(entry)) await rejectCardNumbers(store, internal.content ?? {});
  },
});
