// The file that the threads of piscina require, which calls the built module. CommonJS, because Node aborts the process if a thread
// ends while it requires an ES module.
const main = import("../dist/thread.js");

module.exports = async (task) => (await main).default(task);
