import { ParameterInvalid } from '../contract/errors.ts';
import { type Operation, takesNumber } from '../contract/operation.ts';
import { callOf, type Invocation } from './session.ts';

/**
 * Refuses an unsigned change in several blocks where the merchant takes none (contract section 1.1): each block is proof of its
 * sender by itself, and blocks of two requests make a third one.
 */
export function oneBlock(entry: Operation) {
  return {
    before: (invocation: Invocation): void => {
      const { signature, blocks = 0 } = invocation.internal;
      const { merchant } = callOf(invocation);
      if (signature || !merchant.unsignedInOneBlock || !takesNumber(entry) || blocks <= 1) return;
      throw new ParameterInvalid(
        'dataContent',
        `has ${blocks} blocks: unsigned changes have one, others a signature`,
      );
    },
  };
}
