import { safeParse } from 'zod/mini';
import { ParameterInvalid } from '../contract/errors.ts';
import type { ObjectSchema } from '../contract/operation.ts';
import type { Invocation } from './session.ts';

/** Checks the business parameters against the operation's schema; the first field that is wrong is named (110001). */
export function checkRequest(schema: ObjectSchema) {
  return {
    before: ({ internal }: Invocation): void => {
      const parsed = safeParse(schema, withoutNulls(internal.content ?? {}));
      if (parsed.success) {
        internal.content = parsed.data;
        return;
      }
      const [issue] = parsed.error.issues;
      throw new ParameterInvalid(issue?.path.join('.') || 'request', issue?.message ?? 'is not acceptable');
    },
  };
}

/** Clients write null for a field that they leave out. */
function withoutNulls(content: Record<string, unknown>): Record<string, unknown> {
  if (!Object.values(content).includes(null)) return content;
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== null));
}
