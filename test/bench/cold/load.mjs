// Loads the module at the path in its argument and prints the processor time of that, in microseconds.
const before = process.cpuUsage();
await import(process.argv[2]);
const { user, system } = process.cpuUsage(before);
console.log(user + system);
process.exit(0);
