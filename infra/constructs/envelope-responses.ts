import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { failureResponse } from '../../shared/wire/codec/envelope.ts';
import { REQUEST_ID_HEADER } from '../../shared/wire/contract/codes.ts';
import { type ErrorCode, errorCodes } from '../../shared/wire/errors.ts';

interface GatewayResponse {
  readonly type: ResponseType;
  readonly code: ErrorCode;
  /** Defaults to the words of the code. */
  readonly message?: string;
  /** Defaults to API Gateway's status for the type. */
  readonly status?: number;
}

const NO_SUCH_OPERATION =
  'no such operation: POST to a path of the reference, which begins with /openapi once';

const responses: readonly GatewayResponse[] = [
  // API Gateway's name for an unknown path or method.
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    code: '100001',
    status: 404,
    message: NO_SUCH_OPERATION,
  },
  { type: ResponseType.RESOURCE_NOT_FOUND, code: '100001', status: 404, message: NO_SUCH_OPERATION },
  { type: ResponseType.REQUEST_TOO_LARGE, code: '100001', status: 413, message: 'request too large' },
  { type: ResponseType.UNSUPPORTED_MEDIA_TYPE, code: '100001', status: 415 },
  { type: ResponseType.THROTTLED, code: '100005', status: 429 },
  { type: ResponseType.QUOTA_EXCEEDED, code: '100005', status: 429 },
  { type: ResponseType.DEFAULT_4XX, code: '100001' },
  { type: ResponseType.INTEGRATION_FAILURE, code: '999999', status: 502 },
  { type: ResponseType.INTEGRATION_TIMEOUT, code: '999999', status: 504 },
  { type: ResponseType.DEFAULT_5XX, code: '999999' },
];

/** Makes API Gateway's own responses use the response envelope, with the request's id (contract section 1). */
export function addEnvelopeResponses(api: RestApi): void {
  for (const { type, code, status, message = errorCodes[code] } of responses)
    api.addGatewayResponse(type.responseType, {
      type,
      ...(status !== undefined && { statusCode: String(status) }),
      responseHeaders: { [REQUEST_ID_HEADER]: 'context.requestId' },
      templates: { 'application/json': JSON.stringify(failureResponse(code, message, '')) },
    });
}
