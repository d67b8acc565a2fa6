// What TypeScript may know of program.js, which runs before anything could read types.
export function ensureProgram(entry?: string): Promise<string | null>;
