// For card networks and processors: the client that asks for authorizations and reports what happened.

export { MessageRefused } from '../../../shared/client/client-errors.ts';
export {
  type AuthorizationRequest,
  type AuthorizationResponse,
  UpstreamClient,
} from '../../../shared/client/upstream-client.ts';
