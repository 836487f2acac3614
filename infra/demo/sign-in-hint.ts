import { SIGN_IN_REFUSED } from '../../shared/wire/contract/codes.ts';
import type { AddedHeaders } from '../local-cloud/http/gateway.ts';

// A caller that fails to sign in gets the same response for every cause; only the function's log names the cause. On a
// local cloud the caller may read that log, so the gateway does it for them. The functions themselves give no hint.

/** The header with the cause of a refused sign-in. */
const HINT_HEADER = 'issuary-hint';

/** How a response begins that does not name the cause: as an envelope, and as plain text to an upstream. */
const OPAQUE_FAILURE = /^(?:\{"success":false,"errorCode":"10000[23]"|10000[23] )/;

/** Adds the cause of a refused sign-in, from the line that the function logged about this request. */
export const signInHint: AddedHeaders = ({ body, requestId, readLog }) => {
  if (!OPAQUE_FAILURE.test(body)) return {};
  const lines = readLog().split('\n').flatMap(parseLine);
  const cause = lines.find((line) => isRefusalOf(line, requestId))?.['cause'];
  return typeof cause === 'string' ? { [HINT_HEADER]: cause } : {};
};

type Line = Readonly<Record<string, unknown>>;

const isRefusalOf = ({ message, correlationId }: Line, requestId: string): boolean =>
  message === SIGN_IN_REFUSED && correlationId === requestId;

/** Lines of the runtime are not JSON, and the last line may be half written. */
function parseLine(text: string): Line[] {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? [line as Line] : [];
  } catch {
    return [];
  }
}
