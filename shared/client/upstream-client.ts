import { sealNotification, sealRequest } from '../wire/codec/envelope.ts';
import { importPrivateKey, importPublicKey, type RsaPrivateKey } from '../wire/codec/keys.ts';
import { NOTIFICATION_ACCEPTED } from '../wire/contract/codes.ts';
import { MessageRefused } from './client-errors.ts';
import type {
  NetworkAuthorizeRequest,
  NetworkAuthorizeResult,
  NotificationContents,
} from './contract-types.ts';
import { type ConnectionOptions, PlatformConnection } from './platform-connection.ts';
import { RequestSigning, type SigningDependencies } from './request-signing.ts';

const AUTHORIZE_PATH = '/network/authorize';

/** Options of an UpstreamClient. */
interface UpstreamClientOptions extends ConnectionOptions, SigningDependencies {
  /** The upstream's number at the platform, 1 to 11 digits. */
  readonly userNo: string;
  /** PEM, bare Base64 or DER. */
  readonly privateKey: string | Buffer;
  /** The platform's public key for this upstream, or both during a key rotation. Opens responses to authorizations. */
  readonly platformPublicKey: string | Buffer | readonly (string | Buffer)[];
  /** Neither signs requests nor verifies responses, for platforms that do not support signatures. */
  readonly unsigned?: boolean;
}

/** An authorization request of a card network. */
export type AuthorizationRequest = NetworkAuthorizeRequest;
export type AuthorizationResponse = NetworkAuthorizeResult;

/** Client of an upstream: sends notifications to a platform and asks it for authorizations. Does not retry. */
export class UpstreamClient {
  readonly #options: UpstreamClientOptions;
  readonly #privateKey: RsaPrivateKey;
  readonly #connection: PlatformConnection;

  /**
   * Imports the keys.
   *
   * @throws KeyUnsupported when one is not an RSA key that the contract allows
   */
  constructor(options: UpstreamClientOptions) {
    this.#options = options;
    this.#privateKey = importPrivateKey(options.privateKey);
    const platformKeys = [options.platformPublicKey].flat().map(importPublicKey);
    const parties = { keyId: options.userNo, key: this.#privateKey, platformKeys };
    const signing = options.unsigned ? undefined : new RequestSigning(parties, options);
    this.#connection = new PlatformConnection(options, platformKeys, signing);
  }

  /**
   * Sends a notification (contract section 5) and returns once the platform has stored it. Sending the same message
   * again has no further effect.
   *
   * @throws MessageRefused when the platform does not accept it
   * @throws ResponseMissing when there is no response
   */
  async send<Type extends keyof NotificationContents>(
    type: Type,
    content: NotificationContents[Type],
  ): Promise<void> {
    const { userNo } = this.#options;
    const body = JSON.stringify(sealNotification(type, content, userNo, this.#privateKey));
    const response = await this.#connection.post(`/webhook/${type}`, body, { operation: type });
    if (response.status !== 200 || response.body !== NOTIFICATION_ACCEPTED)
      throw new MessageRefused(type, response.status, response.body, response.context.requestId);
  }

  /**
   * Requests an authorization. A decline is a result, not an error.
   *
   * @throws OperationRefused when the platform refuses to decide
   * @throws ResponseUnreadable when the response is not the platform's
   * @throws ResponseMissing when there is no response; repeat the request with the same networkId
   */
  async authorize(request: AuthorizationRequest): Promise<AuthorizationResponse> {
    const body = JSON.stringify(sealRequest(request, this.#options.userNo, this.#privateKey));
    const received = await this.#connection.exchange(AUTHORIZE_PATH, body, {
      operation: 'authorize',
    });
    return this.#connection.openResult(received) as unknown as AuthorizationResponse;
  }
}
