import type { MutantResult, MutantStatus } from '@stryker-mutator/api/core';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { SAMPLE, SampleChecker } from './sample.ts';
import { survivorOf } from './survivors.ts';

const UNNOTICED: ReadonlyMap<MutantStatus, string> = new Map([
  ['Survived', 'survived'],
  ['NoCoverage', 'in code that no test runs'],
  ['Timeout', 'timed out'],
]);

function onMutantTested(result: MutantResult): void {
  const what = UNNOTICED.get(result.status);
  if (what === undefined) return;
  const { file, line, name } = survivorOf(result);
  console.log(`${file}:${line} ${what}: ${name}`);
}

/** Prints each mutant that no test noticed at once, because an area takes an hour. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Reporter, 'survivors', { onMutantTested }),
  declareValuePlugin(PluginKind.Checker, SAMPLE, new SampleChecker()),
];
