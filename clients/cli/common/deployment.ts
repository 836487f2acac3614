import { join, resolve } from 'node:path';
import { MerchantClient, type MerchantClientOptions } from '../../../shared/client/client.ts';
import { CommandError } from './command-error.ts';
import { findCheckout, parseJsonObject, readIfPresent } from './files.ts';
import { platformClock } from './local-control.ts';
import { chooseProfile, DEFAULT_DATA_DIR, isLocal, localDataDir, type Profile } from './profiles.ts';

/** How a command line names a deployment. */
export interface DeploymentOptions {
  readonly profile?: string | undefined;
  readonly api?: string | undefined;
  readonly data?: string | undefined;
  readonly keys?: string | undefined;
}

/** A deployment and the merchant that calls it. */
export interface Deployment {
  readonly profile: string;
  readonly apiUrl: string;
  /** The local cloud's folders; undefined for a deployment elsewhere. */
  readonly local?: { readonly dataDir: string; readonly keysDir: string };
  readonly merchant: MerchantKeyFiles;
}

/** A merchant with the paths of its keys. */
export interface MerchantKeyFiles {
  readonly userNo: string | undefined;
  readonly privateKey: string;
  readonly platformKeys: readonly string[];
  readonly settings: Pick<Profile, 'requestCipher' | 'unsigned' | 'cardData'>;
}

const DEFAULT_PORT = '8080';

/** The file in which a running local cloud names its resources, and the variable of its API in it. */
const ENVIRONMENT_FILE = 'environment.json';
const API_VARIABLE = 'ISSUARY_API';

/**
 * Returns the deployment that options, variables and the config file name. An option comes before a variable, and a
 * variable before the profile; but a profile that was named as an option comes before ISSUARY_API and ISSUARY_DATA, so
 * that its signed requests go nowhere else.
 *
 * @throws CommandError when there is no such profile, or one without an address
 */
export function findDeployment(options: DeploymentOptions, env: NodeJS.ProcessEnv, cwd: string): Deployment {
  const { name, settings } = chooseProfile(options.profile, env);
  const variables = options.profile === undefined ? env : {};
  const named = options.api ?? (variables[API_VARIABLE] || settings.api);
  const isLocalCloud = options.data !== undefined || options.keys !== undefined || isLocal(settings);
  if (isLocalCloud) return localCloud({ ...options, api: named }, name, env, cwd);
  const { userNo, privateKey = '', platformKey = '' } = settings;
  if (named === undefined)
    throw new CommandError(
      `Profile ${name} has no address: issuary profile set ${name} api=URL gives it one.`,
    );
  const platformKeys = platformKey.split(',').map((file) => file.trim());
  return { profile: name, apiUrl: named, merchant: { userNo, privateKey, platformKeys, settings } };
}

function localCloud(
  options: DeploymentOptions,
  profile: string,
  env: NodeJS.ProcessEnv,
  cwd: string,
): Deployment {
  const found = localDataDir(options, env);
  const dataDir = resolve(found === DEFAULT_DATA_DIR ? (findCheckout(cwd) ?? cwd) : cwd, found);
  const keysDir = options.keys === undefined ? join(dataDir, 'keys') : resolve(cwd, options.keys);
  const port = env['ISSUARY_PORT'] || DEFAULT_PORT;
  const apiUrl = options.api ?? runningApiUrl(dataDir) ?? `http://127.0.0.1:${port}`;
  const file = join(keysDir, 'merchant.json');
  const text = readIfPresent(file);
  const { userNo, requestCipher } = text === undefined ? {} : parseJsonObject(text, file);
  return {
    profile,
    apiUrl,
    local: { dataDir, keysDir },
    merchant: {
      userNo: typeof userNo === 'string' ? userNo : undefined,
      privateKey: join(keysDir, 'merchant-private.pem'),
      platformKeys: [join(keysDir, 'platform-public.pem')],
      settings: typeof requestCipher === 'string' ? { requestCipher } : {},
    },
  };
}

/** Returns the API's URL of the local cloud that is running on the folder. */
export function runningApiUrl(dataDir: string): string | undefined {
  const file = join(dataDir, ENVIRONMENT_FILE);
  const text = readIfPresent(file);
  const url = text === undefined ? undefined : parseJsonObject(text, file)[API_VARIABLE];
  return typeof url === 'string' ? url : undefined;
}

/**
 * Reads the merchant's keys.
 *
 * @throws CommandError when a key or the merchant's number is missing
 */
export function readMerchant({ profile, local, merchant, apiUrl }: Deployment): MerchantClientOptions {
  const { userNo, privateKey, platformKeys, settings } = merchant;
  const read = (file: string): string => {
    const text = file === '' ? undefined : readIfPresent(file);
    if (text !== undefined) return text;
    throw new CommandError(
      local
        ? `There are no merchant's keys in ${local.keysDir}: start the local cloud (npm start), or name another folder with --data or --keys.`
        : `Profile ${profile} has no key ${file}: issuary profile set ${profile} privateKey=FILE platformKey=FILE names them.`,
    );
  };
  const platformPublicKey = platformKeys.map(read);
  const unsigned = settings.unsigned === 'true';
  const own =
    unsigned && settings.requestCipher === 'platform-public' ? {} : { merchantPrivateKey: read(privateKey) };
  if (userNo === undefined)
    throw new CommandError(`Profile ${profile} has no userNo: issuary profile set ${profile} userNo=NUMBER.`);
  const options = { ...settings, ...own, unsigned, userNo, baseUrl: apiUrl, platformPublicKey };
  return options as unknown as MerchantClientOptions;
}

/** Opens a client for the merchant of the deployment, on the platform's clock. */
export async function openMerchantClient(
  deployment: Deployment,
  options: Partial<Pick<MerchantClientOptions, 'fetch'>> = {},
): Promise<MerchantClient> {
  const merchant = readMerchant(deployment);
  const now = deployment.local ? await platformClock(deployment.apiUrl) : Date.now;
  return new MerchantClient({ ...merchant, now, ...options });
}

/**
 * Returns the folders of the local cloud.
 *
 * @throws CommandError when the deployment is elsewhere
 */
export function requireLocal({ local, profile }: Deployment, what: string): NonNullable<Deployment['local']> {
  if (local) return local;
  throw new CommandError(
    `${what} works on a local cloud only, and profile ${profile} is not one: use --profile local.`,
  );
}
