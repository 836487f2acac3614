import { ContractError, TryAgainLater } from '../../wire/errors.ts';
import type { Store } from '../store/store.ts';
import type { Write } from '../store/write.ts';
import {
  findStoredResult,
  IdempotencyKeyClaimed,
  type IdempotentRequest,
  idempotencyClaimUpdate,
  RefusalAlreadyRecorded,
  refusalUpdate,
} from './idempotency-key.ts';

/** A change that was found acceptable: its answer, and the writes that make it. */
export interface PreparedChange<Answer> {
  readonly result: Answer;
  readonly writes: readonly Write[];
}

/** A merchant's call, as far as a change that is made once has to know it. */
export interface IdempotentCall {
  readonly deps: {
    readonly store: Store;
    /** Epoch milliseconds. */
    readonly now: () => number;
  };
  readonly merchant: {
    readonly userNo: string;
    readonly requireSignature?: boolean;
  };
  /** The request has a signature, which was right. */
  readonly signed?: true;
}

/** What the decision was made on has changed since; it must be made again. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict';
}

/** Decisions that may grow stale before whoever asks is told to try again. */
const MAX_CONFLICT_ATTEMPTS = 20;

/** Decides and writes; anew as long as others change what was decided on in between. TryAgainLater after too often. */
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
 * Makes a change once for its userReqNo: its writes and the taking of the number are one transaction. `decide` reads what
 * it needs and throws the refusal; it runs again when others changed what it read. The same request again gets the first
 * answer again, whatever has become of things since (contract section 2). A refused one is not carried out a day later, unless
 * it is signed: it may be somebody else's repetition by then.
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
    // Last of all: the same request may have been accepted meanwhile, and its own effects be what refused this one.
    const meanwhile = isRefusalOrLostClaim(error) ? await findStored() : undefined;
    if (meanwhile) return meanwhile;
    // Whoever took the number has given it back.
    if (error instanceof IdempotencyKeyClaimed) throw new TryAgainLater();
    throw error;
  }
}

/**
 * Keeps the time of a first refusal, of everybody who need not sign: whoever has captured a signed request of theirs could
 * leave the signature out.
 */
export async function recordFirstRefusal(
  { deps, merchant }: IdempotentCall,
  request: Pick<IdempotentRequest, 'userNo' | 'userReqNo'>,
): Promise<void> {
  if (merchant.requireSignature) return;
  try {
    await deps.store.write([refusalUpdate(request, deps.now())]);
  } catch (error) {
    if (!(error instanceof RefusalAlreadyRecorded)) throw error;
  }
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
