import { hasSealedCardData, openCardData } from '../wire/codec/card-data.ts';
import { CodecError } from '../wire/codec/codec-errors.ts';
import type { RsaPrivateKey, RsaPublicKey } from '../wire/codec/keys.ts';
import { DEDUPLICATION_HEADER } from '../wire/contract/deduplication.ts';
import { NotificationUnreadable } from './client-errors.ts';
import { deduplicationKey, type Notification, openNotification } from './open-notification.ts';

/** Headers of a request, in any case: an object as Node has it, `Headers`, or pairs. */
export type HeadersInput =
  | Readonly<Record<string, string | readonly string[] | undefined>>
  | Iterable<readonly [string, string]>;

/** How a notification arrived. The signature covers it. */
export interface DeliveryOptions {
  /**
   * The path of the request, as the platform sent it. Defaults to that of the notification URL, which is the right one
   * behind a proxy that changes paths.
   */
  readonly path?: string | undefined;
  /** Defaults to POST. */
  readonly method?: string | undefined;
}

/** An opened notification; `type` determines the type of `content`. Card data in it is in plaintext. */
export type WebhookEvent = Notification & {
  /** Deduplicate by it: it is the same each time the event is sent. Undefined when a proxy dropped the header of an event without a number. */
  readonly id: string | undefined;
  /** When this attempt was made; undefined without the header. */
  readonly timestamp: Date | undefined;
  /** 1 for the first attempt; undefined without the header. */
  readonly attempt: number | undefined;
  /** Whether the platform signed the whole request, and not only sealed the content. */
  readonly signed: boolean;
};

/** Whose notifications are opened, and how strictly. */
export interface WebhookSettings {
  readonly userNo: string;
  readonly platformKeys: readonly RsaPublicKey[];
  /** Opens card data that was sent as JWE. */
  readonly ownKey: RsaPrivateKey | undefined;
  readonly requireSignature: boolean;
  /** The merchant's notification URL at the platform. It may contain `{type}`. */
  readonly notificationUrl: string | undefined;
  /** Returns epoch milliseconds. */
  readonly now: () => number;
}

/** Receives notifications. */
export class WebhookReceiver {
  readonly #settings: WebhookSettings;
  constructor(settings: WebhookSettings) {
    this.#settings = settings;
  }

  /** Whether the path that signatures cover is known beforehand. */
  protected get hasNotificationUrl(): boolean {
    return this.#settings.notificationUrl !== undefined;
  }

  /**
   * Opens a notification, after checking that it is from the platform and for this merchant. Respond with HTTP 200 and
   * the text `SUCCESS` once you have stored it; otherwise it is sent again. A signature is checked where there is one.
   *
   * @param body exactly as it arrived, not parsed
   * @throws NotificationUnreadable when it is not from the platform, not for this merchant, or violates the contract
   * @throws NotificationTypeUnknown when it is genuine but of an unknown type
   */
  async open(
    body: string | Uint8Array,
    headers: HeadersInput,
    delivery: DeliveryOptions = {},
  ): Promise<WebhookEvent> {
    if (typeof body !== 'string' && !(body instanceof Uint8Array))
      throw new NotificationUnreadable(
        'the body was parsed: its text is needed as it arrived (no JSON parser before)',
      );
    const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
    const lower = lowerCase(headers);
    const { signed, ...opened } = this.#openSigned(text, lower, delivery);
    const content = await this.#withCardData(opened.content);
    const [id, sentAt, attempt] = [DEDUPLICATION_HEADER, 'webhook-timestamp', 'issuary-attempt'].map((name) =>
      single(lower[name]),
    );
    return {
      ...opened,
      content,
      id: deduplicationKey(opened, id),
      timestamp: sentAt === undefined ? undefined : new Date(Number(sentAt) * 1_000),
      attempt: attempt === undefined ? undefined : Number(attempt),
      signed,
    } as WebhookEvent;
  }

  #openSigned(body: string, headers: LowerCase, { path, method }: DeliveryOptions) {
    const { userNo, platformKeys, requireSignature, now } = this.#settings;
    const recipient = { userNo, platformPublicKey: platformKeys, requireSignature };
    const isSigned = SIGNED.test(single(headers['signature-input']) ?? '');
    const signedPath = path ?? this.#pathFor(body);
    if (isSigned && signedPath === undefined)
      throw new NotificationUnreadable(
        'the notification is signed, and the path it was sent to is needed to check it',
      );
    const delivery = signedPath === undefined ? undefined : { path: signedPath, headers, now: now() };
    const notification = openNotification(
      body,
      recipient,
      delivery && { ...delivery, ...(method && { method }) },
    );
    return { ...notification, signed: isSigned };
  }

  /** The path of the notification URL, with the type of this notification. */
  #pathFor(body: string): string | undefined {
    const { notificationUrl } = this.#settings;
    if (notificationUrl === undefined) return undefined;
    const [, type = ''] = /"type"\s*:\s*"(\w+)"/.exec(body) ?? [];
    return new URL(notificationUrl.replaceAll('{type}', type)).pathname;
  }

  async #withCardData<Content extends object>(content: Content): Promise<Content> {
    const { ownKey } = this.#settings;
    if (!ownKey || !hasSealedCardData(content)) return content;
    try {
      return await openCardData(content, [ownKey]);
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      throw new NotificationUnreadable("card data in it does not open with the merchant's key", { cause });
    }
  }
}

/** A signature with the platform's label. */
const SIGNED = /(?:^|,)\s*issuary=/;

type LowerCase = Readonly<Record<string, string | readonly string[] | undefined>>;

function lowerCase(headers: HeadersInput): LowerCase {
  const pairs =
    Symbol.iterator in headers ? [...(headers as Iterable<[string, string]>)] : Object.entries(headers);
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}

const single = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.join(', ');
