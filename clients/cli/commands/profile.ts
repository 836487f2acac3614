import type { Command } from 'commander';
import { CommandError, UsageError } from '../common/command-error.ts';
import { type Io, printResult } from '../common/io.ts';
import {
  chooseProfile,
  configFile,
  LOCAL_PROFILE,
  PROFILE_SETTINGS,
  type Profile,
  type ProfileSetting,
  readConfig,
  writeConfig,
} from '../common/profiles.ts';
import { textTable } from '../common/text-table.ts';

/** What looks like a key and not like the path of one. */
const KEY_MATERIAL = /-----BEGIN|^[A-Za-z0-9+/=\s]{200,}$/;

/** Adds `profile list`, `show`, `set`, `use` and `remove`. */
export function addProfile(program: Command, io: Io): void {
  const profile = program.command('profile').summary('name the deployments that commands work on');
  profile.description(
    'Keeps the names of deployments in a config file. Keys stay in their files; the config file has their paths.',
  );
  profile
    .command('list')
    .description('Lists the profiles. The one in use is marked.')
    .action((_: object, command: Command) => list(command, io));
  profile
    .command('show')
    .description('Prints the settings of a profile, and where they are stored.')
    .argument('[name]', 'the profile in use if absent')
    .action((name: string | undefined, _: object, command: Command) => {
      const chosen = chooseProfile(name ?? command.optsWithGlobals<{ profile?: string }>().profile, io.env);
      const rows = [
        ['profile', chosen.name],
        ['stored in', configFile(io.env)],
        ...Object.entries(chosen.settings),
      ];
      printResult(command, io, { ...chosen, file: configFile(io.env) }, textTable(rows));
    });
  profile
    .command('set')
    .description('Creates or changes a profile.')
    .argument('<name>')
    .argument('<setting=value...>', 'a value that is empty removes the setting')
    .addHelpText('after', `\nSettings:\n${settingLines()}`)
    .action((name: string, settings: string[]) => {
      const config = readConfig(io.env);
      const changed = changedProfile(config.profiles[name] ?? {}, settings);
      writeConfig(io.env, { ...config, profiles: { ...config.profiles, [name]: changed } });
      io.note(`Profile ${name} is stored in ${configFile(io.env)}.`);
    });
  profile
    .command('use')
    .description('Makes a profile the one that commands use where none is named.')
    .argument('<name>')
    .action((name: string) => {
      chooseProfile(name, io.env);
      writeConfig(io.env, { ...readConfig(io.env), profile: name });
    });
  profile
    .command('remove')
    .description('Removes a profile from the config file. Its keys stay where they are.')
    .argument('<name>')
    .action((name: string) => remove(name, io));
}

function list(command: Command, io: Io): void {
  const { profiles } = readConfig(io.env);
  const { name: current } = chooseProfile(command.optsWithGlobals<{ profile?: string }>().profile, io.env);
  const all: Readonly<Record<string, Profile>> = { [LOCAL_PROFILE]: {}, ...profiles };
  const rows = Object.entries(all).map(([name, { api, data, userNo }]) => [
    name === current ? '*' : '',
    name,
    api ?? data ?? 'the local cloud',
    userNo ?? '',
  ]);
  printResult(command, io, { current, profiles: all }, textTable(rows));
}

function changedProfile(known: Profile, settings: readonly string[]): Profile {
  const changed: Partial<Record<ProfileSetting, string>> = { ...known };
  for (const one of settings) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(one) ?? [];
    if (!Object.hasOwn(PROFILE_SETTINGS, name))
      throw new UsageError(`${one} is not one of ${Object.keys(PROFILE_SETTINGS).join('=, ')}=.`);
    if (KEY_MATERIAL.test(value))
      throw new UsageError(`${name} takes the path of a file: keys are not stored in the config file.`);
    if (value === '') delete changed[name as ProfileSetting];
    else changed[name as ProfileSetting] = value;
  }
  return changed;
}

function remove(name: string, io: Io): void {
  const { profile, profiles } = readConfig(io.env);
  const { [name]: removed, ...others } = profiles;
  if (!removed) throw new CommandError(`There is no profile ${name}.`);
  writeConfig(io.env, { ...(profile !== undefined && profile !== name && { profile }), profiles: others });
}

const settingLines = (): string =>
  Object.entries(PROFILE_SETTINGS)
    .map(([name, meaning]) => `  ${name.padEnd(14)} ${meaning}`)
    .join('\n');
