import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** Sets up a run without DynamoDB Local: only the folder that is removed after the run. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-model-'));
  project.provide('scratchDir', folder);
  return () => rmSync(folder, { recursive: true });
}
