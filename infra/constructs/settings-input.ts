import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'constructs';
import { nearestName } from '../../shared/wire/nearest-name.ts';

/** Settings by name, as given, not yet validated. */
export type SettingsInput = Readonly<Record<string, unknown>>;

/** A setting does not exist. */
export class SettingUnknown extends Error {
  override readonly name = 'SettingUnknown';
  constructor(setting: string, known: Iterable<string>) {
    const meant = nearestName(setting, known);
    super(`there is no setting ${setting}${meant === undefined ? '' : `: did you mean ${meant}?`}`);
  }
}

/** A stage's file cannot be used, or contradicts the context. */
export class StageInvalid extends Error {
  override readonly name = 'StageInvalid';
}

/** The CDK's own context keys that have no colon in their name. */
const CDK_KEYS = new Set(['cli-telemetry']);

/** Returns the settings given by `-c name=value`. */
export function contextSettings(node: Node): SettingsInput {
  const context: SettingsInput = node.getAllContext();
  return Object.fromEntries(
    Object.entries(context).filter(([name]) => !name.includes(':') && !CDK_KEYS.has(name)),
  );
}

/**
 * Returns the settings in `<stage>.json`. Without the folder there are none. With the folder, a stage without a file is
 * probably mistyped, and would deploy a second platform.
 *
 * @throws StageInvalid when the stage has no file, or its file is not an object of settings
 */
export function stageSettings(stage: string, folder: string): SettingsInput {
  if (!stage || !existsSync(folder)) return {};
  const stages = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
  if (!stages.includes(stage))
    throw new StageInvalid(
      `there is no stages/${stage}.json; there are ${stages.sort().join(', ') || 'none'}`,
    );
  const settings: unknown = JSON.parse(readFileSync(join(folder, `${stage}.json`), 'utf8'));
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new StageInvalid(`stages/${stage}.json is not a JSON object of settings`);
  if ('stage' in settings)
    throw new StageInvalid(`stages/${stage}.json must not set the stage: its name does`);
  return settings as SettingsInput;
}

/**
 * Merges both. The context may not override the file for one deployment: the next one would silently revert it.
 *
 * @throws StageInvalid when they contradict each other
 */
export function mergeSettings(file: SettingsInput, context: SettingsInput): SettingsInput {
  for (const [name, value] of Object.entries(file))
    if (name in context && String(context[name]) !== String(value))
      throw new StageInvalid(`context ${name}=${context[name]}: the stage's file says ${value}`);
  return { ...context, ...file };
}
