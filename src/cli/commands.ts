import { demo } from './demo.ts';
import { doctor } from './doctor.ts';
import type { Command } from './help.ts';
import { importCommand } from './import.ts';
import { migrateCommand } from './migrate.ts';
import { receive } from './receive.ts';
import { startCommand } from './start.ts';

export const commands: readonly Command[] = [startCommand, importCommand, migrateCommand, doctor, receive, demo];
