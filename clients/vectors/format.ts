import type { HttpHeaders } from '../../shared/wire/signatures/signature-base.ts';

// The format of vectors.json, as README.md describes it.

export interface KeyVector {
  readonly bits: number;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
}

interface Named {
  readonly name: string;
}

/** Why something is refused. A client should refuse it; it need not say why in these words. */
interface Refused extends Named {
  readonly cause: string;
}

interface SealedVector {
  /** The name of the key pair: the public half opens block type 1, the private half block type 2. */
  readonly key: string;
  readonly blockType: 1 | 2;
  readonly hex: string;
}

export interface GoodEnvelope extends Named, SealedVector {
  /** The JSON text inside. */
  readonly json: string;
  /** Whether sealing `json` with the private key gives exactly `hex`. */
  readonly isReproducible: boolean;
}

export interface BadEnvelope extends Refused, SealedVector {}

/** A body of a message, sealed under `key`, from or to the merchant `userNo`. */
interface BodyVector {
  readonly key: string;
  readonly userNo: string;
  readonly body: string;
}

/** A request as a client has to send it: the body is reproducible. */
export interface RequestVector extends Named, BodyVector {
  readonly json: string;
}

/** A response: `json` is the result of a success, the rest is what a failure says or why the body is refused. */
export interface ResponseVector extends Named, BodyVector {
  readonly json?: string;
  readonly errorCode?: string;
  readonly errorMsg?: string;
  readonly cause?: string;
}

/** A notification: its type and the JSON text of its content, or why it is refused. */
export interface NotificationVector extends Named, BodyVector {
  readonly type?: string;
  readonly json?: string;
  readonly cause?: string;
}

/** A signed message. `request` is the signature of the request that a response belongs to. */
export interface SignedMessage {
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly body: string;
  readonly headers: HttpHeaders;
  readonly request?: { readonly headers: { readonly signature: string } };
}

interface SignatureVector {
  readonly key: string;
  readonly keyId: string;
  /** Epoch seconds at which it is verified. */
  readonly now: number;
  readonly message: SignedMessage;
}

export interface GoodSignature extends Named, SignatureVector {
  readonly created: number;
  readonly nonce: string;
  /** The text that is signed. */
  readonly base: string;
  /** Whether signing gives exactly these headers: PSS has a random salt. */
  readonly isReproducible: boolean;
}

export interface BadSignature extends Refused, SignatureVector {}

export interface JweVector extends Named {
  readonly key: string;
  readonly jwe: string;
  /** What is inside, or why it does not open. */
  readonly text?: string;
  readonly cause?: string;
}

/** What identifies a notification. `identity` is null when nothing does. */
export interface IdentityVector extends Named {
  readonly webhookId: string | null;
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly identity: string | null;
}

export interface Vectors {
  readonly about: string;
  readonly keys: Readonly<Record<string, KeyVector>>;
  readonly envelopes: { readonly good: readonly GoodEnvelope[]; readonly bad: readonly BadEnvelope[] };
  readonly requests: readonly RequestVector[];
  readonly responses: readonly ResponseVector[];
  readonly notifications: readonly NotificationVector[];
  readonly signatures: { readonly good: readonly GoodSignature[]; readonly bad: readonly BadSignature[] };
  readonly jwe: readonly JweVector[];
  readonly identities: readonly IdentityVector[];
}
