import { CodecError } from '../codec/codec-errors.ts';

/** Why a signature is not accepted: for logs and operators, never for the wire. */
type SignatureFault =
  /** There is no signature, but the sender must sign. */
  | 'absent'
  /** A field occurs more than once, or names a label, component or parameter twice. */
  | 'duplicate'
  /** A field is not a structured field, or does not have the form of a signature. */
  | 'malformed'
  /** One half is missing: the input or the signature. */
  | 'incomplete'
  /** A required component is not covered, or a covered component is missing or unknown. */
  | 'component'
  /** A parameter is missing or has the wrong form. */
  | 'parameter'
  /** Made in the name of another sender. */
  | 'keyid'
  /** Not an algorithm of the contract, or not for keys of this size. */
  | 'alg'
  /** Valid for longer than the contract allows, or not at all. */
  | 'lifetime'
  /** Created in the future. */
  | 'early'
  /** No longer valid. */
  | 'expired'
  /** The digest does not match the body, or there is none. */
  | 'digest'
  /** None of the sender's keys made it over this message. */
  | 'signature';

/** A signature is missing where it is required, or is not valid. */
export class SignatureInvalid extends CodecError {
  readonly code = 'SIGNATURE_INVALID';
  readonly reason: SignatureFault;
  constructor(reason: SignatureFault) {
    super(`signature ${reason}`);
    this.reason = reason;
  }
}
