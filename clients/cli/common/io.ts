import type { Command } from 'commander';
import { type Deployment, type DeploymentOptions, findDeployment } from './deployment.ts';
import { escapeLines } from './text-table.ts';

/** What a command uses of the process. */
export interface Io {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Prints to standard output, with a line break. */
  readonly print: (text: string) => void;
  /** Prints to standard error, with a line break: notes and errors. */
  readonly note: (text: string) => void;
  readonly readStdin: () => Promise<string>;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
}

/** The options of every command. */
interface GlobalOptions extends DeploymentOptions {
  readonly json?: boolean;
}

/** Returns the deployment that the command line names. */
export const deploymentOf = (command: Command, { env, cwd }: Io): Deployment =>
  findDeployment(command.optsWithGlobals<GlobalOptions>(), env, cwd);

/** Whether the output is for programs. */
export const isJson = (command: Command): boolean => command.optsWithGlobals<GlobalOptions>().json === true;

/** Prints a value as JSON with --json, and else the text. Escapes what a terminal would interpret. */
export function printResult(command: Command, io: Io, value: unknown, text: string): void {
  io.print(isJson(command) ? JSON.stringify(value, null, 2) : escapeLines(text));
}
