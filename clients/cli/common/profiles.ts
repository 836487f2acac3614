import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandError } from './command-error.ts';
import { parseJsonObject, readIfPresent } from './files.ts';

/** The profile of the local cloud, which needs no entry in the config file. */
export const LOCAL_PROFILE = 'local';

/** The settings of a profile with their meanings. Keys are named by the paths of their files, never stored. */
export const PROFILE_SETTINGS = {
  api: 'the URL of the Merchant API',
  userNo: "the merchant's number",
  privateKey: "the file with the merchant's private key",
  platformKey: "the file with the platform's public key for the merchant; several, separated by commas",
  requestCipher: 'merchant-private (default) or platform-public',
  unsigned: 'true if the deployment does not support signatures',
  cardData: 'jwe if card data in requests must be sealed',
  data: 'the data folder of a local cloud, instead of the settings above',
} as const;

export type ProfileSetting = keyof typeof PROFILE_SETTINGS;
export type Profile = Readonly<Partial<Record<ProfileSetting, string>>>;

/** The content of the config file. */
interface Config {
  /** The profile to use where none is named. */
  readonly profile?: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

/** The config file, in the folder that the system keeps for the user's settings. */
export function configFile(env: NodeJS.ProcessEnv): string {
  const roaming = process.platform === 'win32' ? env['APPDATA'] : undefined;
  const folder = env['XDG_CONFIG_HOME'] || roaming || join(env['HOME'] ?? homedir(), '.config');
  return join(folder, 'issuary', 'config.json');
}

/**
 * Reads the config file.
 *
 * @throws CommandError when it is not one
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const file = configFile(env);
  const text = readIfPresent(file);
  const { profile, profiles = {} } = text === undefined ? {} : parseJsonObject(text, file);
  if (typeof profiles !== 'object' || profiles === null)
    throw new CommandError(`profiles in ${file} must be an object.`);
  return { ...(typeof profile === 'string' && { profile }), profiles: profiles as Config['profiles'] };
}

/** Writes the config file. */
export function writeConfig(env: NodeJS.ProcessEnv, config: Config): void {
  const file = configFile(env);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}

/** A profile with its name. */
interface ChosenProfile {
  readonly name: string;
  readonly settings: Profile;
}

/**
 * Returns the profile that is named, or else that of ISSUARY_PROFILE, or else that of the config file, or else `local`.
 *
 * @throws CommandError when there is no such profile
 */
export function chooseProfile(named: string | undefined, env: NodeJS.ProcessEnv): ChosenProfile {
  const config = readConfig(env);
  const name = named ?? (env['ISSUARY_PROFILE'] || config.profile || LOCAL_PROFILE);
  const settings = config.profiles[name] ?? (name === LOCAL_PROFILE ? {} : undefined);
  if (settings) return { name, settings };
  const known = [...new Set([LOCAL_PROFILE, ...Object.keys(config.profiles)])].join(', ');
  throw new CommandError(
    `There is no profile ${name}, only ${known}: issuary profile set ${name} api=URL userNo=NUMBER privateKey=FILE platformKey=FILE creates it.`,
  );
}

/** Whether the profile is a local cloud: one that has no addresses and keys of its own. */
export const isLocal = ({ api, userNo }: Profile): boolean => api === undefined && userNo === undefined;

/**
 * Returns the data folder of the local cloud that a command is to use: the one that is named, or else ISSUARY_DATA, or
 * else that of the profile, or else `.issuary`. A profile that was named on the command line comes before ISSUARY_DATA.
 *
 * @throws CommandError when the profile is not a local cloud
 */
export function localDataDir(
  { data, profile }: { readonly data?: string | undefined; readonly profile?: string | undefined },
  env: NodeJS.ProcessEnv,
): string {
  const { name, settings } = chooseProfile(profile, env);
  const variable = profile === undefined ? env['ISSUARY_DATA'] : undefined;
  const folder = data ?? (variable || settings.data);
  if (folder !== undefined) return folder;
  if (isLocal(settings)) return DEFAULT_DATA_DIR;
  throw new CommandError(
    `Profile ${name} is not a local cloud: --profile ${LOCAL_PROFILE} or --data DIR names one, and docs/operations.md says how operators reach a deployment.`,
  );
}

/** The data folder of `npm start`. */
export const DEFAULT_DATA_DIR = '.issuary';
