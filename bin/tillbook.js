#!/usr/bin/env node
// The `tillbook` command: runs after `npm ci` without a build of the server.
import { checkNode, ensureConsole } from './prepare.js';
import { run } from './run.js';

checkNode();
const commandArguments = process.argv.slice(2);
const asksForHelp = commandArguments.includes('--help') || commandArguments.includes('-h');
if (['start', 'serve'].includes(commandArguments[0] ?? '') && !asksForHelp) ensureConsole();
await run(commandArguments);
