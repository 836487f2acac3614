import { MerchantClientError, OperationRefused } from '../../shared/client/client-errors.ts';
import { CodecError } from '../../shared/wire/codec/codec-errors.ts';
import { CommandError, UsageError } from './common/command-error.ts';

/** What a failed command reports: its exit code, a sentence, and the same for programs. */
export interface Failure {
  readonly exitCode: 1 | 2;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Returns the report of an expected error; undefined for a bug. */
export function failureOf(error: unknown): Failure | undefined {
  if (error instanceof UsageError) return failure(2, error, `${error.message} See --help.`);
  const isExpected =
    error instanceof CommandError || error instanceof MerchantClientError || error instanceof CodecError;
  return isExpected ? failure(1, error, error.message) : undefined;
}

function failure(exitCode: 1 | 2, error: Error, message: string): Failure {
  const { errorCode, errorMsg, requestId } = (
    error instanceof OperationRefused ? error : (error.cause ?? error)
  ) as Partial<OperationRefused>;
  const details = { message, ...(errorCode && { errorCode, errorMsg }), ...(requestId && { requestId }) };
  return { exitCode, message, details };
}
