import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { failureResponse } from '../../shared/wire/codec/envelope.ts';
import { REQUEST_ID_HEADER } from '../../shared/wire/contract/codes.ts';
import { type ErrorCode, errorCodes } from '../../shared/wire/errors.ts';

interface GatewayResponse {
  readonly type: ResponseType;
  readonly code: ErrorCode;
  /** The usual one of the type unless told. */
  readonly status?: number;
}

const responses: readonly GatewayResponse[] = [
  // This is what API Gateway calls an unknown path or method.
  { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, code: '100001', status: 404 },
  { type: ResponseType.RESOURCE_NOT_FOUND, code: '100001', status: 404 },
  { type: ResponseType.REQUEST_TOO_LARGE, code: '100001', status: 413 },
  { type: ResponseType.UNSUPPORTED_MEDIA_TYPE, code: '100001', status: 415 },
  { type: ResponseType.THROTTLED, code: '100005', status: 429 },
  { type: ResponseType.QUOTA_EXCEEDED, code: '100005', status: 429 },
  { type: ResponseType.DEFAULT_4XX, code: '100001' },
  { type: ResponseType.INTEGRATION_FAILURE, code: '999999', status: 502 },
  { type: ResponseType.INTEGRATION_TIMEOUT, code: '999999', status: 504 },
  { type: ResponseType.DEFAULT_5XX, code: '999999' },
];

/**
 * Whatever never reaches an operation is answered with the response envelope as well, and with its id (contract section
 * 1).
 */
export function addEnvelopeResponses(api: RestApi): void {
  for (const { type, code, status } of responses)
    api.addGatewayResponse(type.responseType, {
      type,
      ...(status !== undefined && { statusCode: String(status) }),
      responseHeaders: { [REQUEST_ID_HEADER]: 'context.requestId' },
      templates: { 'application/json': JSON.stringify(failureResponse(code, errorCodes[code], '')) },
    });
}
