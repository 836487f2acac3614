import { arch, availableParallelism, cpus } from 'node:os';

/** Returns a description of the machine. */
export const machine = () => ({
  processor: cpus()[0]?.model.trim() || arch(),
  cores: `${availableParallelism()} cores`,
  node: `Node ${process.versions.node} (OpenSSL ${process.versions.openssl})`,
});
