// `npm run build`: the packages and the pages, noted as built, so that whoever starts it later need not write here.
import { checkNode, ensureConsole, ensureInstalled } from './prepare.js';

checkNode();
ensureInstalled();
ensureConsole();
