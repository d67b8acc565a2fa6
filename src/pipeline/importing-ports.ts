// What importing needs beside the rest of the pipeline: a reader of files, and workers that look at imports.
import type { ImportFiles } from './import-port.ts';
import type { PipelinePorts } from './ports.ts';

export interface ImportPorts extends Pick<PipelinePorts, 'storage' | 'clock' | 'newId'> {
  readonly files: ImportFiles;
  /** Has a worker look at it. May fail: the sweep finds it a minute later. */
  wakeImport(companyId: string, importId: string): Promise<void>;
}
