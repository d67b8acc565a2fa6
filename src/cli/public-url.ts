// Where people's browsers find this Tillbook.
import type { Config } from '../config.ts';

export function publicUrlOf(config: Pick<Config, 'publicUrl' | 'port'>): string {
  return config.publicUrl ?? `http://localhost:${config.port}`;
}
