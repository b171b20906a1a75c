import { nodeVersionProblem } from './node-version.mjs';

// Everything else is imported afterwards: an older Node.js might not even read it.
const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
const { main } = await import('./commands.mjs');
process.exitCode = await main(process.argv.slice(2));
