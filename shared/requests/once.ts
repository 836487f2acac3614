import { ContractError, TryAgainLater } from '../contract/errors.ts';
import type { Store } from '../store/store.ts';
import type { Write } from '../store/write.ts';
import {
  earlierAnswer,
  keepRefusal,
  type NumberedRequest,
  RefusalIsKept,
  RequestNumberTaken,
  takeRequestNumber,
} from './request-number.ts';

/** A change that was found acceptable: its answer, and the writes that make it. */
export interface Decision<Answer> {
  readonly answer: Answer;
  readonly writes: readonly Write[];
}

/** A merchant's call, as far as a change that is made once has to know it. */
export interface IdempotentCall {
  readonly platform: {
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
export class StaleDecision extends Error {
  override readonly name = 'StaleDecision';
}

/** Decisions that may grow stale before whoever asks is told to try again. */
const DECISIONS = 20;

/** Decides and writes; anew as long as others change what was decided on in between. TryAgainLater after too often. */
export async function untilFresh<Result>(decideAndWrite: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; attempt < DECISIONS; attempt += 1) {
    try {
      return await decideAndWrite();
    } catch (error) {
      if (!(error instanceof StaleDecision)) throw error;
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
export async function answerOnce<Answer extends object>(
  call: IdempotentCall,
  operation: string,
  content: { readonly userReqNo: string },
  decide: () => Promise<Decision<Answer>>,
): Promise<Answer> {
  const { platform, merchant } = call;
  const request = { userNo: merchant.userNo, userReqNo: content.userReqNo, operation, content };
  const unsignedAt = call.signed ? undefined : platform.now();
  const earlier = () => earlierAnswer<Answer>(platform.store, request, unsignedAt);
  const known = await earlier();
  if (known) return known;
  try {
    return await change(call, request, decide);
  } catch (error) {
    if (error instanceof ContractError) await keepFirstRefusal(call, request);
    // Last of all: the same request may have been accepted meanwhile, and its own effects be what refused this one.
    const meanwhile = refusesOrLost(error) ? await earlier() : undefined;
    if (meanwhile) return meanwhile;
    // Whoever took the number has given it back.
    if (error instanceof RequestNumberTaken) throw new TryAgainLater();
    throw error;
  }
}

/**
 * Keeps the time of a first refusal, of everybody who need not sign: whoever has captured a signed request of theirs could
 * leave the signature out.
 */
export async function keepFirstRefusal(
  { platform, merchant }: IdempotentCall,
  request: Pick<NumberedRequest, 'userNo' | 'userReqNo'>,
): Promise<void> {
  if (merchant.requireSignature) return;
  try {
    await platform.store.write([keepRefusal(request, platform.now())]);
  } catch (error) {
    if (!(error instanceof RefusalIsKept)) throw error;
  }
}

const refusesOrLost = (error: unknown) =>
  error instanceof ContractError || error instanceof RequestNumberTaken;

function change<Answer extends object>(
  { platform }: IdempotentCall,
  request: NumberedRequest,
  decide: () => Promise<Decision<Answer>>,
): Promise<Answer> {
  return untilFresh(async () => {
    const { answer, writes } = await decide();
    await platform.store.write([takeRequestNumber(request, answer), ...writes]);
    return answer;
  });
}
