import { type Operation, takesRequestNumber } from '../wire/contract/operations/operation.ts';
import { ParameterInvalid } from '../wire/errors.ts';
import { type Invocation, merchantCallOf } from './session.ts';

/**
 * Middleware that rejects an unsigned change of several blocks if the merchant allows only one (contract section 1.1).
 * Each block on its own proves its sender, so blocks of two requests could be combined into a third one.
 *
 * @throws ParameterInvalid when the ciphertext has several blocks
 */
export function requireSingleBlock(entry: Operation) {
  return {
    before: (invocation: Invocation): void => {
      const { signature, blocks = 0 } = invocation.internal;
      const { merchant } = merchantCallOf(invocation);
      if (signature || !merchant.unsignedInOneBlock || !takesRequestNumber(entry) || blocks <= 1) return;
      throw new ParameterInvalid(
        'dataContent',
        `has ${blocks} blocks: an unsigned change must have one block, or be signed`,
      );
    },
  };
}
