import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'constructs';
import { nearestName } from './nearest-name.ts';

/** Settings by name, as they were told and not yet checked. */
export type SettingsInput = Readonly<Record<string, unknown>>;

/** A setting is told that does not exist. */
export class SettingUnknown extends Error {
  override readonly name = 'SettingUnknown';
  constructor(setting: string, known: Iterable<string>) {
    const meant = nearestName(setting, known);
    super(`there is no setting ${setting}${meant === undefined ? '' : `: is ${meant} meant?`}`);
  }
}

/** A stage's file cannot be used, or contradicts what else is told. */
export class StageInvalid extends Error {
  override readonly name = 'StageInvalid';
}

/** What the CDK itself keeps in the context has a colon in its name, but for this. */
const CDK_KEYS = new Set(['cli-telemetry']);

/** What is told by `-c name=value`. */
export function contextSettings(node: Node): SettingsInput {
  const context: SettingsInput = node.getAllContext();
  return Object.fromEntries(
    Object.entries(context).filter(([name]) => !name.includes(':') && !CDK_KEYS.has(name)),
  );
}

/**
 * The settings in `<stage>.json`. Without the folder nobody keeps them in files; with it a stage that has none is
 * mistyped, and would be a second platform.
 *
 * @throws StageInvalid
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
    throw new StageInvalid(`stages/${stage}.json is no JSON object of settings`);
  if ('stage' in settings) throw new StageInvalid(`stages/${stage}.json is of the stage that its name says`);
  return settings as SettingsInput;
}

/**
 * Both together. What a file says is not said otherwise for one deployment: the next one would silently put it back.
 *
 * @throws StageInvalid
 */
export function mergeSettings(file: SettingsInput, context: SettingsInput): SettingsInput {
  for (const [name, value] of Object.entries(file))
    if (name in context && String(context[name]) !== String(value))
      throw new StageInvalid(`context ${name}=${context[name]}: the stage's file says ${value}`);
  return { ...context, ...file };
}
