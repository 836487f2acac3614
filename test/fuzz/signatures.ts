import fc from 'fast-check';
import type { RsaPrivateKey } from '../../shared/wire/codec/keys.ts';
import type { SignatureHeaders, Signer, SigningContext } from '../../shared/wire/signatures/sign-message.ts';
import { signRequest } from '../../shared/wire/signatures/signed-request.ts';

/** Ways to sign a request incorrectly. Each must be refused, even if everything else is right. */
const SIGNATURE_DEFECTS = [
  ...['foreign key', 'other keyid', 'other path', 'other method', 'other body', 'short nonce'],
  ...['expired', 'early', 'flipped', 'input alone', 'signature alone', 'twice', 'uncovered digest'],
] as const;
type SignatureDefect = (typeof SIGNATURE_DEFECTS)[number];

/** How a request is signed. `hostile` replaces one field by a text, which may result in no signature at all. */
export type Signing =
  | { readonly how: 'not' | 'well' }
  | { readonly how: 'wrongly'; readonly wrong: SignatureDefect }
  | { readonly how: 'hostile'; readonly field: number; readonly text: string };

/** Texts that HTTP and API Gateway's limit of 10 kB of headers allow: cut, doubled and nested fields, and others. */
const hostileField = fc.oneof(
  fc.constantFrom(
    ...['', 'issuary', 'issuary=', 'issuary=()', 'issuary=::', 'issuary=:====:', 'issuary=?1', 'issuary=1e9'],
    ...['issuary=("@method");created=99999999999999999999', `issuary=(${'"@path" '.repeat(800)})`],
    ...[
      'issuary=("@method"',
      'issuary=("\\',
      `issuary=:${'A'.repeat(7_000)}:`,
      '__proto__=:AA==:',
      ',,,',
      ';;;',
    ],
    ...['sha-256=:AAAA:', 'sha-256=', 'md5=:AAAA:', 'sha-256=:AAAA:, sha-256=:BBBB:'],
  ),
  fc.string({ maxLength: 60 }),
);

/** Mostly unsigned, as the source's own clients send, or correct; sometimes incorrect, which must be refused. */
export const signing: fc.Arbitrary<Signing> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Signing>({ how: 'not' }) },
  { weight: 6, arbitrary: fc.constant<Signing>({ how: 'well' }) },
  {
    weight: 3,
    arbitrary: fc.record({
      how: fc.constant('wrongly' as const),
      wrong: fc.constantFrom(...SIGNATURE_DEFECTS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      how: fc.constant('hostile' as const),
      field: fc.nat(2),
      text: hostileField.map((text) => text.replaceAll(/[^\t\x20-\x7e]/g, '?')),
    }),
  },
);

/** The parts of a request that are signed, and the keys. */
export interface ToSign {
  readonly path: string;
  readonly body: string;
  readonly signer: Signer;
  readonly foreign: RsaPrivateKey;
  readonly moment: SigningContext;
}

const FIELDS = ['content-digest', 'signature-input', 'signature'] as const;
const HOUR_MS = 3_600_000;

/** Returns the signature headers of a request; none if it is unsigned. */
export function signatureHeaders(signing: Signing, request: ToSign): Partial<SignatureHeaders> {
  switch (signing.how) {
    case 'not':
      return {};
    case 'well':
      return sign(request);
    case 'hostile':
      return { ...sign(request), [FIELDS[signing.field] as string]: signing.text };
    case 'wrongly':
      return signedWrongly(signing.wrong, request);
  }
}

const sign = ({ path, body, signer, moment }: ToSign, method = 'POST') =>
  signRequest({ method, path, body }, signer, moment);

function signedWrongly(wrong: SignatureDefect, request: ToSign): Partial<SignatureHeaders> {
  const { path, body, signer, foreign, moment } = request;
  const validSignature = sign(request);
  switch (wrong) {
    case 'foreign key':
      return sign({ ...request, signer: { ...signer, key: foreign } });
    case 'other keyid':
      return sign({ ...request, signer: { ...signer, keyId: `${signer.keyId}0` } });
    case 'other path':
      return sign({ ...request, path: `${path}/` });
    case 'other method':
      return sign(request, 'PUT');
    case 'other body':
      return sign({ ...request, body: `${body} ` });
    case 'short nonce':
      return sign({ ...request, moment: { ...moment, nonce: 'short' } });
    case 'expired':
      return sign({ ...request, moment: { ...moment, now: moment.now - HOUR_MS } });
    case 'early':
      return sign({ ...request, moment: { ...moment, now: moment.now + HOUR_MS } });
    case 'flipped':
      return {
        ...validSignature,
        signature: validSignature.signature.replace(/:(.)/, (_, first) => (first === 'A' ? ':B' : ':A')),
      };
    case 'input alone':
      return {
        'content-digest': validSignature['content-digest'],
        'signature-input': validSignature['signature-input'],
      };
    case 'signature alone':
      return { 'content-digest': validSignature['content-digest'], signature: validSignature.signature };
    case 'twice':
      return {
        ...validSignature,
        'signature-input': `${validSignature['signature-input']}, ${validSignature['signature-input']}`,
      };
    case 'uncovered digest':
      return {
        ...validSignature,
        'signature-input': validSignature['signature-input'].replace(' "content-digest"', ''),
      };
  }
}
