import { RequestNumberReused } from '../../contract/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { StaleDecision } from '../../requests/once.ts';
import type { Put } from '../../store/write.ts';
import type { AuthorizeRequest, AuthorizeResult } from './purchase.ts';

/** An authorization as the network numbers it: told apart from others by networkId, for ever. */
export interface NumberedAuthorization {
  /** The network's upstream number. */
  readonly userNo: string;
  readonly networkId: string;
  /** The same for the same request; it tells nothing of the card data in it without the vault's key. */
  readonly fingerprint: string;
}

const answeredKey = ({ userNo, networkId }: NumberedAuthorization) => ({
  pk: `network/${userNo}/${networkId}`,
});

/**
 * The request by its number and what it says, but for the verification number: there are only a thousand, and what a repeat
 * with another one is answered must not tell which was right.
 */
export async function numbered(
  { vault }: Platform,
  userNo: string,
  request: AuthorizeRequest,
): Promise<NumberedAuthorization> {
  const { cvv2: _, ...said } = request;
  // Names differ, so they alone put the fields in order.
  const fields = Object.entries(said).sort();
  const fingerprint = await vault.fingerprint(`authorization/${JSON.stringify(fields)}`);
  return { userNo, networkId: request.networkId, fingerprint };
}

/** What the number was answered with before; undefined when it is new. RequestNumberReused for other content. */
export async function earlierAnswer(
  { store }: Platform,
  authorization: NumberedAuthorization,
): Promise<AuthorizeResult | undefined> {
  const item = await store.get('transactions', answeredKey(authorization));
  if (!item) return undefined;
  if (item['fingerprint'] !== authorization.fingerprint) throw new RequestNumberReused();
  return item['answer'] as AuthorizeResult;
}

/** Keeps the answer under its number. StaleDecision when somebody was faster: then that answer counts. */
export function keepAnswer(
  { now }: Platform,
  authorization: NumberedAuthorization,
  answer: AuthorizeResult,
): Put {
  const { fingerprint } = authorization;
  return {
    kind: 'put',
    table: 'transactions',
    item: { ...answeredKey(authorization), fingerprint, answer, answeredAt: now() },
    otherwise: () => new StaleDecision(),
  };
}
