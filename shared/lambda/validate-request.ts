import type { ObjectSchema } from '../wire/contract/operations/operation.ts';
import { parseContent } from '../wire/contract/parse-content.ts';
import type { Invocation } from './session.ts';

/**
 * Middleware that validates the business parameters against the operation's schema.
 *
 * @throws ParameterInvalid naming every invalid field
 */
export function validateRequest(schema: ObjectSchema) {
  return {
    before: ({ internal }: Invocation): void => {
      internal.content = parseContent(schema, internal.content ?? {});
    },
  };
}
