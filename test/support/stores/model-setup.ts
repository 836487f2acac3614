import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** A run without DynamoDB Local: only the folder that is gone after it. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'issuary-model-'));
  project.provide('scratchDir', folder);
  return () => rmSync(folder, { recursive: true });
}
