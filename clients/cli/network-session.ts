import {
  type MessageChanges,
  type NetworkSession,
  openNetworkSession,
} from '../../infra/demo/network-simulator/session.ts';
import { type Deployment, requireLocal } from './common/deployment.ts';
import { platformClock } from './common/local-control.ts';

/**
 * Opens a session of the card network of a local cloud, with changes to what it sends.
 *
 * @throws CommandError when the deployment is not a local cloud, or has no keys of a network
 */
export async function openSession(
  deployment: Deployment,
  changes: MessageChanges = {},
): Promise<NetworkSession> {
  const { keysDir } = requireLocal(deployment, 'trigger');
  const { apiUrl } = deployment;
  return openNetworkSession({ apiUrl, keysDir, now: await platformClock(apiUrl) }, changes);
}
