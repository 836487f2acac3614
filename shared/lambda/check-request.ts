import type { ObjectSchema } from '../contract/operation.ts';
import { readContent } from '../contract/read-content.ts';
import type { Invocation } from './session.ts';

/** Checks the business parameters against the operation's schema; every field that is wrong is named (110001). */
export function checkRequest(schema: ObjectSchema) {
  return {
    before: ({ internal }: Invocation): void => {
      internal.content = readContent(schema, internal.content ?? {});
    },
  };
}
