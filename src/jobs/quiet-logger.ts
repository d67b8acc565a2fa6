// graphile-worker's own lines: what happened to jobs is told by the worker's log instead.
import { Logger } from 'graphile-worker';

export const quietLogger = new Logger(() => () => undefined);
