// `npm run build`: the packages, the program and the pages, noted as built, so that whoever starts it later need not write here.

import { checkNode, ensureConsole, ensureInstalled } from './prepare.js';
import { ensureProgram } from './program.js';

checkNode();
ensureInstalled();
ensureConsole();
await ensureProgram();
