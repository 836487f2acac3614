import { CodecError } from '../codec/codec-errors.ts';

/** Why a signature is not accepted: for logs and operators, never for the wire. */
export type SignatureFault =
  /** There is none, and its sender has to sign. */
  | 'absent'
  /** A field that has to be there once is there more than once, or names a label, component or parameter twice. */
  | 'duplicate'
  /** A field is no structured field, or not of the form that signatures have. */
  | 'malformed'
  /** One half of it is missing: the input or the signature. */
  | 'incomplete'
  /** What must be covered is not, or something is covered that is not there or not known here. */
  | 'component'
  /** A parameter is missing or of the wrong form. */
  | 'parameter'
  | 'keyid'
  /** Not an algorithm of the contract, or not for keys of this size. */
  | 'alg'
  /** Valid for longer than the contract allows, or for no time. */
  | 'lifetime'
  /** Made later than it is now. */
  | 'early'
  | 'expired'
  /** The body is not what was digested, or nothing says what was. */
  | 'digest'
  /** It was not made by any of the sender's keys over this message. */
  | 'signature';

/** A signature that is there and not to be relied on. */
export class SignatureInvalid extends CodecError {
  readonly code = 'SIGNATURE_INVALID';
  readonly reason: SignatureFault;
  constructor(reason: SignatureFault) {
    super(`signature ${reason}`);
    this.reason = reason;
  }
}
