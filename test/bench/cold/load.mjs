// Loads a module and tells the processor time that it took, in microseconds: the argument is its path.
const before = process.cpuUsage();
await import(process.argv[2]);
const { user, system } = process.cpuUsage(before);
console.log(user + system);
process.exit(0);
