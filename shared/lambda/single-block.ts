import { type Operation, takesRequestNumber } from '../wire/contract/operations/operation.ts';
import { ParameterInvalid } from '../wire/errors.ts';
import { type Invocation, merchantCallOf } from './session.ts';

/**
 * Refuses an unsigned change in several blocks where the merchant takes none (contract section 1.1): each block is proof of its
 * sender by itself, and blocks of two requests make a third one.
 */
export function requireSingleBlock(entry: Operation) {
  return {
    before: (invocation: Invocation): void => {
      const { signature, blocks = 0 } = invocation.internal;
      const { merchant } = merchantCallOf(invocation);
      if (signature || !merchant.unsignedInOneBlock || !takesRequestNumber(entry) || blocks <= 1) return;
      throw new ParameterInvalid(
        'dataContent',
        `has ${blocks} blocks: unsigned changes have one, others a signature`,
      );
    },
  };
}
