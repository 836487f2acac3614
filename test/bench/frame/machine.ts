import { arch, availableParallelism, cpus } from 'node:os';

/** What a run was measured on. */
export const machine = () => ({
  processor: cpus()[0]?.model.trim() || arch(),
  cores: `${availableParallelism()} cores`,
  node: `Node ${process.versions.node} (OpenSSL ${process.versions.openssl})`,
});
