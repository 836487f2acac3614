import {
  deduplicationKey,
  type Notification,
  openNotification,
} from '../../shared/client/open-notification.ts';
import { notificationKey } from '../../shared/domain/notifications/notification.ts';
import { opTypes, orderStatuses } from '../../shared/wire/contract/codes.ts';
import { DEDUPLICATION_HEADER } from '../../shared/wire/contract/deduplication.ts';
import type { Fault } from './faults.ts';
import type { SimulatedMerchant } from './simulated-deployment.ts';
import type { Process } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';

/** Maximum duration of an attempt. A shorter one was made without a claim. */
const ATTEMPT_MS = 15_000;
/** An attempt without a claim is a notification's first, and begins within a minute. */
const UNCLAIMED_MS = 60_000;
/**
 * An attempt without a claim needs a success within the last half hour, which may have been recorded up to half a
 * minute late.
 */
const MAX_DELIVERY_MS = 31 * 60_000;

/** A notification as its merchant received it. */
export interface ReceivedNotification {
  readonly notification: Notification;
  /** Whether the endpoint has responded SUCCESS. */
  accepted: boolean;
  posts: number;
  /** Number of attempts without a claim. */
  unclaimed: number;
}

/** An attempt to deliver a notification. */
interface Post {
  readonly notification: Notification;
  readonly isClaimed: boolean;
  readonly fault: Fault | undefined;
}

class TimedOut extends Error {
  override readonly name = 'TimeoutError';
}

/** A merchant's notification endpoint. */
export class Endpoint {
  readonly #simulation: Simulation;
  readonly owner: SimulatedMerchant;
  readonly received = new Map<string, ReceivedNotification>();
  readonly #inFlight = new Map<string, number>();
  readonly #facts = new Map<string, string>();
  readonly #posted = new WeakSet<Process>();
  /** Time of the last accepted attempt. */
  #acceptedAt = Number.NEGATIVE_INFINITY;
  downUntil = 0;

  constructor(simulation: Simulation, known: SimulatedMerchant) {
    this.#simulation = simulation;
    this.owner = known;
  }

  post(
    process: Process,
    body: string,
    headers: Readonly<Record<string, string>>,
    timeoutMs: number,
  ): Promise<{ status: number; body: string }> {
    const { merchant, platformPublicKey } = this.owner;
    const notification = openNotification(body, { userNo: merchant.userNo, platformPublicKey });
    const identity = this.#factOf(notification, headers);
    const isClaimed = timeoutMs >= ATTEMPT_MS;
    if (this.#posted.has(process)) this.#simulation.violate(`${process.name} posts twice`);
    this.#posted.add(process);
    if (isClaimed) this.#begin(identity);
    else this.#beginUnclaimed(identity, headers);
    return process.call({
      place: 'post',
      what: () => `post ${identity}`,
      timeoutMs,
      act: async (fault) => {
        if (isClaimed) this.#inFlight.delete(identity);
        return this.#respond(identity, { notification, isClaimed, fault });
      },
    });
  }

  /** Returns the fact in the header. The facts in header and content correspond one to one. */
  #factOf(notification: Notification, headers: Readonly<Record<string, string>>): string {
    const byHeader = deduplicationKey(notification, headers[DEDUPLICATION_HEADER]);
    const byContent = deduplicationKey(notification);
    if (byHeader === undefined || byContent === undefined) throw new Error('a notification without a fact');
    const [content, header] = [this.#facts.get(byHeader), this.#facts.get(byContent)];
    if ((content ?? byContent) !== byContent || (header ?? byHeader) !== byHeader)
      this.#simulation.violate(`${byContent} is ${byHeader}, before ${content} was ${header}`);
    this.#facts.set(byHeader, byContent).set(byContent, byHeader);
    return byContent;
  }

  /**
   * Several workers may make an attempt without a claim at the same time. It must be the notification's first, and the
   * endpoint must be known to be healthy.
   */
  #beginUnclaimed(identity: string, headers: Readonly<Record<string, string>>): void {
    const { timeline, store } = this.#simulation;
    const { now } = timeline;
    const stored = store.at('notifications', notificationKey(headers[DEDUPLICATION_HEADER] ?? ''));
    const createdAt = Number(stored?.['createdAt']);
    if (headers['issuary-attempt'] !== '1' || !(now - createdAt < UNCLAIMED_MS))
      this.#simulation.violate(`an attempt at ${identity} was not claimed`);
    if (now - this.#acceptedAt > MAX_DELIVERY_MS)
      this.#simulation.violate(`an attempt at ${identity} had no slot, at an endpoint that accepted nothing`);
  }

  /** A claimed attempt is made once: no other claimed attempt starts within its duration. */
  #begin(identity: string): void {
    const { now } = this.#simulation.timeline;
    if ((this.#inFlight.get(identity) ?? 0) > now)
      this.#simulation.violate(`two attempts at ${identity} at the same time`);
    this.#inFlight.set(identity, now + ATTEMPT_MS);
  }

  #respond(identity: string, { notification, isClaimed, fault }: Post) {
    const { timeline } = this.#simulation;
    const received = this.received.get(identity) ?? { notification, accepted: false, posts: 0, unclaimed: 0 };
    this.received.set(identity, received);
    received.posts += 1;
    if (!isClaimed) received.unclaimed += 1;
    if (fault === 'hangs') throw new TimedOut();
    if (fault === 'overloaded') return { status: 429, body: 'later' };
    if (fault === 'refuses' || timeline.now < this.downUntil) return { status: 500, body: 'no' };
    this.#accept(received, notification);
    if (fault === 'takesSilently') throw new TimedOut();
    if (received.accepted) this.#simulation.note(identity, () => 'arrived again');
    received.accepted = true;
    this.#acceptedAt = timeline.now;
    return { status: 200, body: received.posts % 2 === 0 ? '"success"\n' : 'SUCCESS' };
  }

  #accept(received: ReceivedNotification, notification: Notification): void {
    if (JSON.stringify(received.notification) !== JSON.stringify(notification))
      this.#simulation.violate(
        `notified of ${JSON.stringify(notification)}, before ${JSON.stringify(received.notification)}`,
      );
    if (notification.type !== 'card_operate') return;
    const { opType, status, userReqNo, cardId, groupId } = notification.content;
    if (status !== orderStatuses.success) return;
    const subject = { ...(cardId !== undefined && { cardId }), ...(groupId !== undefined && { groupId }) };
    if (opType === opTypes.cardOpening) this.#opened(userReqNo, { cardId: subject.cardId as string });
    if (opType === opTypes.groupOpening) this.#opened(userReqNo, { groupId: subject.groupId as string });
  }

  #opened(action: string, subject: { cardId: string } | { groupId: string }): void {
    this.#simulation.merchants.opened(this.owner.merchant.userNo, action, subject);
  }
}
