import { REQUEST_ID_HEADER } from '../../shared/wire/contract/codes.ts';
import type { Components } from './schemas.ts';

/** A header, with the schema for both a parameter and a response. */
interface Header {
  readonly description: string;
  readonly required: boolean;
  readonly schema: Components[string];
  readonly example: string;
}

const SIGNED = 'issuary=("@method" "@path" "content-digest");created=1764500000;expires=1764500300';
const PARAMETERS = 'nonce="c2f1e0b5a9d84f6e";keyid="10000002";alg="rsa-pss-sha512"';

/** The three headers of a signature, by the names of their components. */
const signature: Readonly<Record<string, readonly [name: string, Header]>> = {
  ContentDigest: [
    'content-digest',
    {
      description: 'The digest of the body (RFC 9530), sha-256 or sha-512.',
      required: false,
      schema: { type: 'string' },
      example: 'sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:',
    },
  ],
  SignatureInput: [
    'signature-input',
    {
      description: 'What the signature covers and its parameters (RFC 9421), under the label `issuary`.',
      required: false,
      schema: { type: 'string' },
      example: `${SIGNED};${PARAMETERS}`,
    },
  ],
  Signature: [
    'signature',
    {
      description: 'The signature itself, under the label `issuary`. Mandatory for a party that must sign.',
      required: false,
      schema: { type: 'string' },
      example: 'issuary=:…:',
    },
  ],
};

/** The headers of each delivery attempt, by the names of their components. */
const attempt: Readonly<Record<string, readonly [name: string, Header]>> = {
  WebhookId: [
    'webhook-id',
    {
      description: 'The id of the notification, the same at every attempt.',
      required: true,
      schema: { type: 'string' },
      example: '10000002/card_operate/1238793332297834',
    },
  ],
  WebhookTimestamp: [
    'webhook-timestamp',
    {
      description: 'The time of the attempt, in seconds since 1970.',
      required: true,
      schema: { type: 'string', pattern: '^\\d+$' },
      example: '1764500000',
    },
  ],
  IssuaryAttempt: [
    'issuary-attempt',
    {
      description: 'The number of the attempt, from 1.',
      required: true,
      schema: { type: 'string', pattern: '^\\d+$' },
      example: '1',
    },
  ],
};

const refs = (kind: 'parameters' | 'headers', names: readonly string[]) =>
  names.map((name) => ({ $ref: `#/components/${kind}/${name}` }));

/** The parameters of any request: its signature. */
export const signatureParameters = refs('parameters', Object.keys(signature));

/** The parameters of a delivery attempt. */
export const attemptParameters = [...refs('parameters', Object.keys(attempt)), ...signatureParameters];

/** The header of every response. */
export const requestIdHeader = { [REQUEST_ID_HEADER]: { $ref: '#/components/headers/RequestId' } };

/** The headers of the response to a signed request. */
export const signedResponseHeaders = {
  ...requestIdHeader,
  ...Object.fromEntries(
    Object.entries(signature).map(([component, [name]]) => [
      name,
      { $ref: `#/components/headers/${component}` },
    ]),
  ),
};

/** The parameters that requests share. */
export const sharedParameters = Object.fromEntries(
  Object.entries({ ...signature, ...attempt }).map(([component, [name, header]]) => [
    component,
    { name, in: 'header', ...header },
  ]),
);

/** The component that requestIdHeader refers to. */
export const requestIdComponent = {
  RequestId: {
    description: 'The id of the request, by which the operator finds it in the logs.',
    required: true,
    schema: { type: 'string' },
  },
};

/** The headers that responses share. */
export const sharedHeaders = {
  ...requestIdComponent,
  ...Object.fromEntries(Object.entries(signature).map(([component, [, header]]) => [component, header])),
};
