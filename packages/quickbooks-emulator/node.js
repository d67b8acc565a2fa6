// The same as src/index.ts, for Node and test runners without a loader for TypeScript.
import { tsImport } from 'tsx/esm/api';

const { createEmulator, FileInUseError, InvalidAppsError, startEmulator } = await tsImport(
  './src/index.ts',
  import.meta.url,
);

export { createEmulator, FileInUseError, InvalidAppsError, startEmulator };
