import { type DeploymentOptions, findDeployment, requireLocal } from '../../clients/cli/common/deployment.ts';
import type { DemoAddresses } from './merchant.ts';

/** The addresses on the command line. */
export interface AddressOptions extends DeploymentOptions {
  readonly receiver?: string | undefined;
}

/**
 * Returns the addresses that options, variables and the profile name: by default those of the local cloud that runs on
 * the data folder, or else those that npm start would use with the same environment.
 *
 * @throws CommandError when the profile is not a local cloud
 */
export function findAddresses(options: AddressOptions, env: NodeJS.ProcessEnv): Omit<DemoAddresses, 'now'> {
  const deployment = findDeployment(options, env, process.cwd());
  const { keysDir } = requireLocal(deployment, 'the demo');
  return {
    apiUrl: deployment.apiUrl,
    keysDir,
    ...(options.receiver !== undefined && { receiverUrl: options.receiver }),
  };
}
