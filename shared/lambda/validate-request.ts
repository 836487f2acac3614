import type { ObjectSchema } from '../wire/contract/operations/operation.ts';
import { parseContent } from '../wire/contract/parse-content.ts';
import type { Invocation } from './session.ts';

/** Checks the business parameters against the operation's schema; every field that is wrong is named (110001). */
export function validateRequest(schema: ObjectSchema) {
  return {
    before: ({ internal }: Invocation): void => {
      internal.content = parseContent(schema, internal.content ?? {});
    },
  };
}
