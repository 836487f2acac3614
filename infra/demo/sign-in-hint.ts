import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { SIGN_IN_REFUSED } from '../../shared/wire/contract/codes.ts';

// Whoever is not let in is answered the same whatever the reason, and the functions' log alone says which. On this machine
// whoever calls may read that log: the gateway does it for them. The functions know nothing of it.

/** Says why a request was refused that the answer says nothing of. */
export const HINT_HEADER = 'issuary-hint';

/** How an answer begins that says nothing: the envelope's, and that of a door that answers in plain text. */
const OPAQUE_FAILURE = /^(?:\{"success":false,"errorCode":"10000[23]"|10000[23] )/;

/** Where a log ends by now. */
export const logSize = (logFile: string): number => statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;

/**
 * The cause of a refusal, from the line that the function has written of this request into its log since it ended at `from`;
 * undefined where the answer speaks for itself or there is no such line.
 */
export function hintFor(
  { body }: { readonly body?: string | null },
  log: { readonly file: string; readonly from: number; readonly requestId: string },
): string | undefined {
  if (!OPAQUE_FAILURE.test(body ?? '')) return undefined;
  const lines = readFrom(log.file, log.from).split('\n');
  const found = lines.flatMap((line) => parseLine(line)).find((line) => isRefusalOf(line, log.requestId));
  return typeof found?.['cause'] === 'string' ? found['cause'] : undefined;
}

type Line = Readonly<Record<string, unknown>>;

const isRefusalOf = ({ message, correlationId }: Line, requestId: string): boolean =>
  message === SIGN_IN_REFUSED && correlationId === requestId;

/** Lines of the runtime itself are no JSON, and the last one may be half written. */
function parseLine(text: string): Line[] {
  try {
    const line: unknown = JSON.parse(text);
    return typeof line === 'object' && line !== null ? [line as Line] : [];
  } catch {
    return [];
  }
}

function readFrom(file: string, from: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - from));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from)).toString();
  } finally {
    closeSync(descriptor);
  }
}
