import type { AuditSnapshot } from '../../../shared/domain/audit/snapshot.ts';
import {
  type InboundMessage,
  type InboxType,
  inboxKey,
  messageDigest,
  messageFrom,
} from '../../../shared/domain/inbox/inbound-message.ts';
import { messageNumberIn } from '../../../shared/domain/inbox/message-number.ts';
import { numberNamespace } from '../../../shared/domain/parties/upstream.ts';
import { upstreamFor } from '../simulated-deployment.ts';
import type { Simulation } from '../simulation.ts';
import type { Message } from '../upstreams.ts';
import { minorUnits } from './minor-units.ts';

/** A money movement that upstreams reported, in one message or several. */
export interface Fact {
  readonly message: Message;
  /** Cents; negative if it went out to the network. */
  readonly amount: bigint;
  readonly isSuspended: boolean;
}

/** Returns the message as the inbox stores it. */
function inboxMessageOf(
  { store }: Simulation,
  { type, issuer, network, content }: Message,
): InboundMessage | undefined {
  const number = messageNumberIn(type as InboxType, { ...content });
  const key = `${numberNamespace(upstreamFor(issuer, network))}/${type}/${number}`;
  const digest = messageDigest(JSON.stringify(content));
  const [first, own] = [key, `${key}/${digest}`].map((one) => store.at('inbox', inboxKey(one)));
  if (first?.['digest'] === digest) return messageFrom(first);
  return own && messageFrom(own);
}

/** Returns the amount that the message settles, in cents; undefined if it settles nothing. */
function settledAmount({ type, content }: Message): bigint | undefined {
  const { realFee, transCategory, transType, settleAmount } = content as Record<string, unknown>;
  if (type === 'trade_fee') return -minorUnits(realFee);
  if (type !== 'card_transaction' || transCategory !== 2) return undefined;
  return transType === '2' || transType === '3' ? minorUnits(settleAmount) : -minorUnits(settleAmount);
}

/** Returns all acknowledged facts, each once, with whether the inbox has them in suspense. */
export function acknowledgedFacts(simulation: Simulation): Fact[] {
  const found = new Map<string, Fact>();
  for (const message of simulation.upstreams.acknowledged) {
    const amount = settledAmount(message);
    if (amount === undefined) continue;
    const { recordNo, receiptNo, cardId } = message.content as Record<string, unknown>;
    const { userNo } = upstreamFor(message.issuer, message.network);
    const fact = [message.type, userNo, receiptNo ?? recordNo, cardId, amount].join('/');
    const isSuspended = inboxMessageOf(simulation, message)?.status === 'suspended';
    const known = found.get(fact);
    found.set(fact, {
      message: known?.message ?? message,
      amount,
      isSuspended: isSuspended || known?.isSuspended === true,
    });
  }
  return [...found.values()];
}

/** Every money movement that an upstream reported is posted or in suspense, once, and no message is half processed. */
export function messagesAreAccountedFor(simulation: Simulation, { entries }: AuditSnapshot): void {
  for (const message of simulation.upstreams.acknowledged) {
    const status = inboxMessageOf(simulation, message)?.status;
    const isDone =
      status === 'applied' || status === 'suspended' || (status === 'waiting' && message.isStray);
    if (!isDone) simulation.violate(`${message.name} was acknowledged and is ${status ?? 'not stored'}`);
    if (status === 'suspended' && !message.isStray && !message.isContradicted)
      simulation.violate(`${message.name} is in suspense forever`);
  }
  const suspended = acknowledgedFacts(simulation).filter(({ isSuspended }) => isSuspended);
  const expected = suspended.reduce((sum, { amount }) => sum + amount, 0n);
  const has = entries
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account === 'platform:suspense/USD')
    .reduce((sum, { amount }) => sum + amount, 0n);
  if (has !== expected) simulation.violate(`${has} is in suspense, it should be ${expected}`);
}
