import { ContractError, TryAgainLater } from '../../wire/errors.ts';
import type { Store } from '../store/store.ts';
import { tryWrite } from '../store/try-write.ts';
import type { Write } from '../store/write.ts';
import {
  findStoredResult,
  IdempotencyKeyClaimed,
  type IdempotentRequest,
  idempotencyClaimUpdate,
  refusalUpdate,
} from './idempotency-key.ts';

/** A change that is ready to be made: its result, and the writes that make it. */
export interface PreparedChange<Result> {
  readonly result: Result;
  readonly writes: readonly Write[];
}

/** What an idempotent change needs of a merchant's call. */
interface IdempotentCall {
  readonly deps: {
    readonly store: Store;
    /** Epoch milliseconds. */
    readonly now: () => number;
  };
  readonly merchant: {
    readonly userNo: string;
    readonly requireSignature?: boolean;
  };
  /** Set when the request had a valid signature. */
  readonly signed?: true;
}

/** The data that the change was based on has changed; it must be computed again. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict';
}

/** The `onConflict` of a write whose change is to be computed again. */
export const writeConflict = (): Error => new WriteConflict();

/** Attempts at a change before the caller is told to try again later. */
const MAX_CONFLICT_ATTEMPTS = 20;

/**
 * Computes and writes a change, and repeats both while concurrent changes get in between.
 *
 * @throws TryAgainLater when the attempts are used up
 */
export async function retryOnConflict<Result>(decideAndWrite: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; attempt < MAX_CONFLICT_ATTEMPTS; attempt += 1) {
    try {
      return await decideAndWrite();
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
  throw new TryAgainLater();
}

/**
 * Executes a change once per userReqNo: its writes and the claim of the number are one transaction. `decide` reads what
 * it needs and throws a refusal; it runs again when a concurrent change got in between. The same request always gets
 * its first result, whatever has happened since (contract section 2). An unsigned request that was refused is not
 * executed a day later: by then it may be somebody else's replay.
 *
 * @throws RequestNumberReused when the number was used with other content
 * @throws RequestNumberEnded when an unsigned request was first refused a day or more ago
 * @throws TryAgainLater when concurrent changes persist
 * @throws ContractError that `decide` refuses the request with
 */
export async function executeOnce<Result extends object>(
  call: IdempotentCall,
  operation: string,
  content: { readonly userReqNo: string },
  decide: () => Promise<PreparedChange<Result>>,
): Promise<Result> {
  const { deps, merchant } = call;
  const request = { userNo: merchant.userNo, userReqNo: content.userReqNo, operation, content };
  const unsignedAt = call.signed ? undefined : deps.now();
  const findStored = () => findStoredResult<Result>(deps.store, request, unsignedAt);
  const stored = await findStored();
  if (stored) return stored;
  try {
    return await executeAndClaim(call, request, decide);
  } catch (error) {
    if (error instanceof ContractError) await recordFirstRefusal(call, request);
    // Looked up last: the same request may have been accepted in the meantime, and its own effects may be what refused
    // this one.
    const meanwhile = isRefusalOrLostClaim(error) ? await findStored() : undefined;
    if (meanwhile) return meanwhile;
    // The claim was released meanwhile.
    if (error instanceof IdempotencyKeyClaimed) throw new TryAgainLater();
    throw error;
  }
}

/**
 * Records the time of a request's first refusal, unless the merchant must sign: for all others, somebody who captured a
 * signed request could replay it without the signature.
 */
export async function recordFirstRefusal(
  { deps, merchant }: IdempotentCall,
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
): Promise<void> {
  if (merchant.requireSignature) return;
  await tryWrite(deps.store, [refusalUpdate(request, deps.now())]);
}

const isRefusalOrLostClaim = (error: unknown) =>
  error instanceof ContractError || error instanceof IdempotencyKeyClaimed;

function executeAndClaim<Result extends object>(
  { deps }: IdempotentCall,
  request: IdempotentRequest,
  decide: () => Promise<PreparedChange<Result>>,
): Promise<Result> {
  return retryOnConflict(async () => {
    const { result, writes } = await decide();
    await deps.store.write([idempotencyClaimUpdate(request, result), ...writes]);
    return result;
  });
}
