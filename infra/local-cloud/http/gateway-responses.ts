import { TemplateUnsupported } from '../errors.ts';
import { type Resource, resourcesOfType } from '../template/resources.ts';
import type { Values } from '../template/values.ts';

/** The causes for which the gateway responds by itself. */
export type GatewayResponseType =
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'REQUEST_TOO_LARGE'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT';

export interface GatewayResponse {
  readonly status: number;
  /** In addition to the content type. */
  readonly headers: (requestId: string) => Readonly<Record<string, string>>;
  readonly body: string;
}

export type GatewayResponses = (type: GatewayResponseType) => GatewayResponse;

/** API Gateway's own statuses and messages, used where the template does not set any. */
const DEFAULTS: Readonly<Record<GatewayResponseType, { status: number; message: string }>> = {
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  INTEGRATION_FAILURE: { status: 502, message: 'Internal server error' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
};

/** How a template names a header of the response, and the id of the request. */
const HEADER_PREFIX = 'gatewayresponse.header.';
const REQUEST_ID = 'context.requestId';

interface ResponseProperties {
  readonly ResponseType: string;
  readonly StatusCode?: string;
  readonly ResponseTemplates?: { readonly 'application/json'?: string };
  readonly ResponseParameters?: Readonly<Record<string, string>>;
}

/**
 * Reads the gateway's own responses: the one for the type, else the one for all client or server errors, else API
 * Gateway's default.
 *
 * @throws TemplateUnsupported for a body with variables, and for a header that is not the request's id
 */
export function readGatewayResponses(resources: readonly Resource[], values: Values): GatewayResponses {
  const described = resourcesOfType<ResponseProperties>(
    resources,
    'AWS::ApiGateway::GatewayResponse',
    values,
  );
  for (const { ResponseTemplates, where } of described)
    if (ResponseTemplates?.['application/json']?.includes('$'))
      throw new TemplateUnsupported(where, 'variables in a gateway response');
  for (const { ResponseParameters = {}, where } of described)
    for (const [name, value] of Object.entries(ResponseParameters))
      if (!name.startsWith(HEADER_PREFIX) || value !== REQUEST_ID)
        throw new TemplateUnsupported(where, `${name} of ${value} in a gateway response`);
  const byType = new Map(described.map((response) => [response.ResponseType, response]));
  return (type) => {
    const { status, message } = DEFAULTS[type];
    const configured = byType.get(type) ?? byType.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    return {
      status: Number(configured?.StatusCode ?? status),
      headers: (requestId) =>
        Object.fromEntries(
          Object.keys(configured?.ResponseParameters ?? {}).map((name) => [
            name.slice(HEADER_PREFIX.length),
            requestId,
          ]),
        ),
      body: configured?.ResponseTemplates?.['application/json'] ?? JSON.stringify({ message }),
    };
  };
}
